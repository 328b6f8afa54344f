// SPDX-License-Identifier: MIT
/**
 * Answers a sheet's questions about a log while it is read: stands between reader and analyzer, hands every
 * call on, and notes APIs, texts and pinned calls as they pass.
 * @module
 */
import type { Analyzer, ProcessHeader, ReportFacts, SignatureInput } from '../analysis/analyzer';
import type { CallCursor } from '../model/call';
import type { CallRef, IngestIssue } from '../model/document';
import { holdsText } from './context';
import type { LogAnswers } from './context';
import type { LogQuestions, TextHit } from './types';

/** Longer arguments are cut: a key or path is what matters. */
const MAX_TEXT_CHARS = 1024;

export class LogWatcher implements Analyzer {
  readonly #apis = new Map<number, Set<string>>();
  readonly #hits = new Map<string, Map<string, TextHit>>();
  readonly #pins: Map<number, Set<number>> = new Map();
  readonly #pinned: CallRef[] = [];

  constructor(
    readonly analyzer: Analyzer,
    questions: LogQuestions,
  ) {
    for (const text of questions.texts) this.#hits.set(text, new Map());
    for (const { procId, index } of questions.pins) {
      const indexes = this.#pins.get(procId) ?? new Set();
      this.#pins.set(procId, indexes.add(index));
    }
  }

  /** What was asked for, once the log was read to its end. */
  answers(): LogAnswers {
    return {
      apisByProcId: Object.fromEntries([...this.#apis].map(([procId, apis]) => [procId, [...apis].sort()])),
      textHits: Object.fromEntries([...this.#hits].map(([text, hits]) => [text, [...hits.values()]])),
      pinnedCalls: this.#pinned,
    };
  }

  step(cursor: CallCursor): ReturnType<Analyzer['step']> {
    const { procId, index, api } = cursor;
    let apis = this.#apis.get(procId);
    if (!apis) this.#apis.set(procId, (apis = new Set()));
    apis.add(api);
    if (this.#pins.get(procId)?.has(index)) this.#pinned.push({ procId, index, api });
    if (this.#hits.size > 0) this.#look(cursor);
    return this.analyzer.step(cursor);
  }

  #look(cursor: CallCursor): void {
    const key = `${cursor.procId}:${cursor.api}`;
    for (const [text, hits] of this.#hits) {
      if (hits.has(key)) continue;
      const argument = cursor.args().find((one) => holdsText(one.text, text));
      if (argument)
        hits.set(key, {
          procId: cursor.procId,
          api: cursor.api,
          text: argument.text.slice(0, MAX_TEXT_CHARS),
        });
    }
  }

  beginProcess(procId: number, header: ProcessHeader | null): void {
    this.analyzer.beginProcess(procId, header);
  }
  endProcess(header: ProcessHeader, calls: number): void {
    this.analyzer.endProcess(header, calls);
  }
  addSignature(signature: SignatureInput): void {
    this.analyzer.addSignature(signature);
  }
  addIssue(issue: IngestIssue): void {
    this.analyzer.addIssue(issue);
  }
  snapshot(report: ReportFacts): ReturnType<Analyzer['snapshot']> {
    return this.analyzer.snapshot(report);
  }
  finish(report: ReportFacts): ReturnType<Analyzer['finish']> {
    return this.analyzer.finish(report);
  }
}
