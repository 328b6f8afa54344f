// SPDX-License-Identifier: MIT
/**
 * Uses what is selected as an answer, and says which questions it went to.
 * @module
 */
import { t } from '../i18n/i18n.svelte';
import type { InjectionEdge, StepName } from '../../shared/model/document';
import { addPins, fillFrom, type Material } from '../model/use-selection';
import { services } from './services';
import { involved } from './involved.svelte';
import { selection } from './selection.svelte';
import { session } from './session.svelte';
import { sheet } from './sheet.svelte';
import { messages } from './toasts.svelte';
import { settings } from './settings.svelte';
import { useFinding } from './use-finding.svelte';

/** `Allocate: NtAllocateVirtualMemory (#800). Write: WriteProcessMemory (#802).` */
function explain(edge: InjectionEdge, steps: readonly StepName[]): string {
  return steps
    .filter((step) => edge.steps[step].length > 0)
    .map((step) => {
      const calls = edge.steps[step];
      const apis = [...new Set(calls.map(({ api }) => api))].map((api) => {
        const places = calls.filter((call) => call.api === api).map(({ index }) => `#${index}`);
        return `${api} (${places.slice(0, 3).join(', ')}${places.length > 3 ? ', …' : ''})`;
      });
      return `${t(`ui-evidence.step.${step}`)}: ${apis.join(', ')}`;
    })
    .join('\n');
}

async function material(): Promise<Material | null> {
  const { model, report } = session;
  const now = selection.current;
  if (!model || !report || !now || now.kind === 'report' || now.kind === 'finding') return null;
  const logId = sheet.pack?.reports.find(({ sha256 }) => sha256 === report.sha256)?.id ?? null;
  const base = { logId, sha256: report.sha256, model, edge: null, call: null, process: null };
  if (now.kind === 'process') return { ...base, process: now.key };
  if (now.kind === 'edge') {
    return involved.edge?.kind === 'injection' ? { ...base, edge: involved.edge } : null;
  }
  const [call] = await services().store.details(report.id, [{ procId: now.procId, index: now.index }]);
  return call ? { ...base, call } : null;
}

/** Pins the selected call to the open entry, and nothing else. */
export function pinSelection(): void {
  const question = sheet.currentId === null ? null : sheet.question(sheet.currentId);
  const { call } = involved;
  const { report } = session;
  const entry = question && sheet.answer(question).entries[sheet.currentEntry];
  if (!call || !report || !question || !entry || entry.kind === 'essay') {
    messages.say('ui-sheet.nothingToPin');
    return;
  }
  const pins = addPins(entry.pins, [{ reportSha256: report.sha256, ...call }]);
  sheet.setEntry(question, sheet.currentEntry, { ...entry, pins });
  messages.say('ui-sheet.pinned', { question: question.id });
}

/** Fills what is selected into the sheet. */
export async function useSelection(): Promise<void> {
  const now = selection.current;
  if (now?.kind === 'finding') return useFinding(now.finding, now.procId, null);
  try {
    const found = await material();
    const { pack } = sheet;
    if (!found || !pack) {
      messages.say('ui-sheet.nothingToUse');
      return;
    }
    const fills = fillFrom(found, {
      questions: pack.questions,
      entries: (question) => sheet.answer(question).entries,
      current: sheet.currentId === null ? null : { questionId: sheet.currentId, at: sheet.currentEntry },
      explain,
    });
    if (fills.length === 0) {
      messages.say('ui-sheet.noQuestionFits');
      return;
    }
    for (const { questionId, at, entry } of fills) {
      const question = sheet.question(questionId);
      if (question) sheet.setEntry(question, at, entry);
    }
    settings.docks.right.open = true;
    const ids = fills.map(({ questionId }) => questionId);
    if (!ids.includes(sheet.currentId ?? '')) sheet.currentId = ids[0]!;
    messages.say('ui-sheet.used', { questions: [...new Set(ids)].join(', ') });
  } catch (error) {
    messages.fail(error);
  }
}
