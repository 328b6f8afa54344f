// SPDX-License-Identifier: MIT
/**
 * Keys of a call besides its arguments, as one reads them: what holds nothing is left out, text has no quotes,
 * and the thread's last errors have their names.
 * @module
 */
import { knownFlagWords } from '../../shared/analysis/catalogue/flags';
import { parseNumberText } from '../../shared/analysis/catalogue/words';

const EMPTY = new Set(['null', '""', '[]', '{}']);

/** What Cuckoo 2 notes of the thread after a failed call. */
const STATUS_KINDS: Readonly<Record<string, string>> = { nt_status: 'ntstatus', last_error: 'win32-error' };

/** A key's value and what it means; null where there is none. */
export function keyWords({ name, json }: { name: string; json: string }): {
  text: string;
  words: string | null;
} | null {
  if (EMPTY.has(json)) return null;
  const kind = STATUS_KINDS[name];
  const value = kind === undefined ? null : parseNumberText(json);
  const words = kind === undefined || value === null ? null : knownFlagWords(kind, value & 0xffff_ffffn);
  return { text: json.startsWith('"') ? textOf(json) : json, words };
}

function textOf(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    // Bytes that only our own reader accepts.
    return json;
  }
}
