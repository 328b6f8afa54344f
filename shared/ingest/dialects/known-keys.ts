// SPDX-License-Identifier: MIT
/**
 * Keys that reports are known to have, by place. Whatever else stands there is counted and told, never lost
 * in silence.
 * @module
 */

export interface KnownKeys {
  top: ReadonlySet<string>;
  behavior: ReadonlySet<string>;
  process: ReadonlySet<string>;
  call: ReadonlySet<string>;
}

/** Lists of keys, each a text with blanks between. */
export function knownKeys(top: string, behavior: string, process: string, call: string): KnownKeys {
  const set = (keys: string): Set<string> => new Set(keys.split(' ').filter((key) => key !== ''));
  return { top: set(top), behavior: set(behavior), process: set(process), call: set(call) };
}

/** What Cuckoo 0.4 to CAPE have in common. */
export const LOGGED_TOP =
  'behavior debug dropped info network procmemory signatures static strings target virustotal';
export const LOGGED_PROCESS = 'calls first_seen parent_id process_id process_name';
export const LOGGED_CALL = 'api arguments category repeated return status thread_id timestamp';

/** What cuckoo-modified added, and CAPE kept. */
export const MODIFIED_TOP = `${LOGGED_TOP} malfamily malscore statistics suricata decompression feeds`;
export const MODIFIED_BEHAVIOR = 'anomaly encryptedbuffers enhanced processes processtree summary';
export const MODIFIED_PROCESS = `${LOGGED_PROCESS} environ module_path threads file_activities`;
export const MODIFIED_CALL = `${LOGGED_CALL} caller parentcaller id pretty_return`;
