// SPDX-License-Identifier: MIT
/**
 * Arguments in words, with what only the whole report knows: which process a handle or pid means. The rest
 * comes from the catalogue. Nothing is guessed: where neither tells, there are no words.
 * @module
 */
import { apiArg } from '../../shared/analysis/catalogue';
import {
  argWords as catalogueWords,
  isCurrentProcess,
  parseNumberText,
  returnWords,
} from '../../shared/analysis/catalogue/words';
import type { Translate } from '../../shared/i18n/translate';
import type { Argument } from '../../shared/model/call';
import type { CallDetails } from '../db/contract';
import type { ProcKey, ReportModel } from './report-model';

/** Either the process that the value means (`pid`: the value is its pid), or words; null where the text says it all. */
export type ArgWords = { process: ProcKey; pid: boolean } | { text: string } | null;

function processByPid(model: ReportModel, pid: bigint, target: ProcKey | null): ProcKey | null {
  const hits = [...model.nodes.values()].filter((node) => node.pid !== null && BigInt(node.pid) === pid);
  // A pid is a name that several processes may have borne: the one that the call acts on is meant.
  const hit = hits.find((node) => node.key === target) ?? (hits.length === 1 ? hits[0] : undefined);
  return hit?.key ?? null;
}

export function argWords(
  call: CallDetails,
  arg: Argument,
  model: ReportModel,
  translate: Translate,
): ArgWords {
  const kind = apiArg(call.api, arg.name)?.kind;
  const value = kind === 'pid' || kind === 'process-handle' ? parseNumberText(arg.text) : null;
  if (value !== null && !(kind === 'process-handle' && isCurrentProcess(value))) {
    const key = kind === 'pid' ? processByPid(model, value & 0xffff_ffffn, call.target) : call.target;
    if (key !== null && model.nodes.has(key)) return { process: key, pid: kind === 'pid' };
  }
  const text = catalogueWords(call.api, arg.name, arg.text, arg.words, translate);
  return text === null ? null : { text };
}

/** The name of a call's return value, such as `STATUS_ACCESS_DENIED`, or null. */
export function resultWords(call: Pick<CallDetails, 'api' | 'returnValue' | 'ok'>): string | null {
  return returnWords(call.api, parseNumberText(call.returnValue), call.ok);
}

/** Long values (buffers) are shown cut; the whole stays in what is copied. */
export function cutText(text: string, max: number): { text: string; cut: number } {
  if (text.length <= max) return { text, cut: 0 };
  const end = /[\ud800-\udbff]/.test(text[max - 1]!) ? max - 1 : max;
  return { text: text.slice(0, end), cut: text.length - end };
}
