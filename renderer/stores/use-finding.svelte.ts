// SPDX-License-Identifier: MIT
/**
 * Uses findings as an answer to 3-2: fills all five things in and pins the calls, on the first free question or
 * on the one asked for.
 * @module
 */
import { num, pick, t } from '../i18n/i18n.svelte';
import { findingsOf, toldOf, type FindingRef } from '../model/findings';
import { answerable, answerOf, pinsOf, placeOf } from '../model/findings-answer';
import { periodOf } from '../model/findings-period';
import type { FingerprintFinding } from '../../shared/model/document';
import { artefactWords, ruleTitle } from './fingerprint-rules';
import { services } from './services';
import { session } from './session.svelte';
import { settings } from './settings.svelte';
import { sheet } from './sheet.svelte';
import { messages } from './toasts.svelte';

/** What was done, what it looked for, what the answer was, how often: in the reader's language. */
export function outlineOf(findings: readonly FingerprintFinding[]): string {
  const lead = findings[0]!;
  const artefacts = [...new Set(findings.flatMap(({ artefact }) => artefact ?? []))];
  const first = artefacts[0] ?? null;
  const count = findings.reduce((sum, finding) => sum + finding.count, 0);
  const period = periodOf(lead.calls.map(({ index }) => index));
  const parts = [
    t('ui-findings.outline.what', { title: ruleTitle(lead.rule), text: pick(lead.description) }),
  ];
  if (first !== null)
    parts.push(
      artefacts.length > 1
        ? t('ui-findings.outline.artefacts', {
            artefact: artefactWords(first).text,
            count: artefacts.length,
          })
        : t('ui-findings.outline.artefact', { artefact: artefactWords(first).text }),
    );
  const told = toldOf(findings);
  if (told !== 'unknown') parts.push(t(`ui-findings.outline.told.${told}`));
  if (count > 1)
    parts.push(
      period === null
        ? t('ui-findings.outline.count', { count: num(count) })
        : t('ui-findings.outline.period', { count: num(count), calls: num(period) }),
    );
  return parts.join(t('ui-findings.outline.separator'));
}

/**
 * Fills the findings of a row into the sheet.
 * @param procId the process to answer with, or null for the one that shows most
 * @param chosen id of the question, or null for the first free one
 */
export async function useFinding(
  ref: FindingRef,
  procId: number | null,
  chosen: string | null,
): Promise<void> {
  try {
    const { model, report, caseId } = session;
    const { pack } = sheet;
    if (!model || !report || !pack || caseId === null) {
      messages.say('ui-findings.answer.noSheet');
      return;
    }
    // The sheet is read when its dock is first shown, which may not have happened.
    if (!sheet.record) await sheet.load(caseId, pack);
    const members = findingsOf(model.document, ref).map((finding) => ({ reportId: report.id, finding }));
    const found = answerable(members, report.id, procId);
    const lead = found[0];
    if (!lead) return;
    const calls = await services().store.details(
      report.id,
      pinsOf(found).map(({ procId: of, index }) => ({ procId: of, index })),
    );
    const entry = answerOf({
      logId: pack.reports.find(({ sha256 }) => sha256 === report.sha256)?.id ?? null,
      sha256: report.sha256,
      pid: lead.pid,
      processName: model.nodes.get(lead.procId)?.name ?? lead.process ?? '',
      outline: outlineOf(found),
      findings: found,
      texts: calls.flatMap((call) => call?.args.map(({ text }) => text) ?? []),
    });
    const place = placeOf(entry, {
      questions: pack.questions,
      entries: (question) => sheet.answer(question).entries,
      current: sheet.currentId === null ? null : { questionId: sheet.currentId, at: sheet.currentEntry },
      chosen,
    });
    if (!place) {
      messages.say('ui-findings.answer.allTaken');
      return;
    }
    sheet.setEntry(place.question, place.at, entry);
    settings.docks.right.open = true;
    sheet.currentId = place.question.id;
    sheet.currentEntry = place.at;
    messages.say('ui-sheet.used', { questions: place.question.id });
  } catch (error) {
    messages.fail(error);
  }
}
