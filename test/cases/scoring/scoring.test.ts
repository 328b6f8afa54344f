// SPDX-License-Identifier: MIT
/**
 * Marks the answers of cases.yaml: anyone who knows the contest can add one without knowing the code.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { grade } from '../../../shared/scoring/grade';
import type { AnswerEntry } from '../../../shared/scoring/types';
import { calls, contextFor, emptySheet, pack, pair, withEntries } from '../../unit/scoring/practice-pack';

interface Case {
  case: string;
  question: string;
  entries: {
    pair?: [number, string, number, string];
    calls?: string[];
    explanation?: string;
    behaviour?: {
      report: string;
      pid: number;
      process: string;
      apis: string[];
      artefact: string;
      outline: string;
    };
    essay?: string;
  }[];
  earns: number;
  because: string[];
}

const cases: Case[] = parse(readFileSync(new URL('cases.yaml', import.meta.url), 'utf8'));

function entryOf(short: Case['entries'][number]): AnswerEntry {
  if (short.pair) return pair(...short.pair);
  if (short.calls) return calls(short.calls, short.explanation ?? '');
  if (short.behaviour) {
    const { report: reportId, process: processName, ...rest } = short.behaviour;
    return { kind: 'fingerprint', reportId, processName, ...rest, pins: [] };
  }
  return { kind: 'essay', text: short.essay ?? '' };
}

test.each(cases.map((one) => [one.case, one] as const))(
  '%s',
  (_name, { question, entries, earns, because }) => {
    const sheet = withEntries(emptySheet, question, ...entries.map(entryOf));
    const marked = grade(pack, sheet, contextFor(sheet)).questions.find(
      ({ questionId }) => questionId === question,
    )!;
    expect({ points: marked.points, because: marked.reasons.map(({ code }) => code) }).toEqual({
      points: earns,
      because,
    });
  },
);
