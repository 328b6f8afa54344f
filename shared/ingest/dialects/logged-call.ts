// SPDX-License-Identifier: MIT
/**
 * What Cuckoo 0.4, Cuckoo 1, cuckoo-modified and CAPE have in common: calls with `timestamp` and a list of
 * arguments, processes with `process_id` and `parent_id`, signatures with `data`.
 * @module
 */
import type { ProcessHeader } from '../../analysis/analyzer';
import { ROLE } from '../tokenizer/call-scanner';
import type { JsonObject } from '../tokenizer/parse-value';
import type { CallRoles, DialectReader } from './dialect';
import { bigintOf, idOf, objectOf, textOf, timeMsOf } from './fields';
import { addCallMark, addTexts } from './marks';

export const loggedCallRoles: CallRoles = [
  ['api', ROLE.API],
  ['category', ROLE.CATEGORY],
  ['status', ROLE.STATUS],
  ['return', ROLE.RETURN],
  ['timestamp', ROLE.TIME],
  ['thread_id', ROLE.THREAD],
  ['thread_identifer', ROLE.THREAD],
  ['repeated', ROLE.REPEATED],
  ['caller', ROLE.CALLER],
  ['arguments', ROLE.ARGUMENTS],
];

export function loggedProcess(fields: JsonObject): ProcessHeader {
  const environ = objectOf(fields['environ']);
  const path = textOf(fields['module_path']) || null;
  const base = bigintOf(environ?.['MainExeBase']);
  const size = bigintOf(environ?.['MainExeSize']);
  return {
    pid: idOf(fields['process_id'] ?? fields['process_identifer'] ?? fields['pid']) ?? 0,
    ppid: idOf(fields['parent_id'] ?? fields['ppid']),
    nativeId: null,
    name: textOf(fields['process_name']),
    path,
    commandLine: textOf(environ?.['CommandLine']) || null,
    firstSeenMs: timeMsOf(fields['first_seen']),
    tracked: null,
    modules: base !== null && size !== null && size > 0n ? [{ base, size, path: path ?? '' }] : [],
  };
}

export const loggedMark: DialectReader['addMark'] = (marks, mark) => {
  if (mark['type'] === 'call' && mark['cid'] !== undefined) addCallMark(marks, mark);
  else addTexts(marks, mark);
};
