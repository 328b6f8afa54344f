// SPDX-License-Identifier: MIT
/**
 * Cuckoo 3: no calls; processes at the top with identities of their own (`procid`), and signatures whose
 * indicators name processes by them.
 * @module
 */
import type { ProcessHeader } from '../../analysis/analyzer';
import type { JsonObject } from '../tokenizer/parse-value';
import type { DialectReader, ReportShape } from './dialect';
import { booleanOf, idOf, integerOf, listOf, objectOf, textOf } from './fields';
import { knownKeys } from './known-keys';
import { addTexts, MAX_MARKS } from './marks';

export const cuckoo3: DialectReader = {
  name: 'cuckoo-3',
  anchorKeys: ['task_id', 'processes'],

  fit(shape: ReportShape): number {
    let fit = 0;
    if (shape.topKeys.has('task_id')) fit += 5;
    if (shape.topKeys.has('processes')) fit += 4;
    if (shape.signatureKeys.has('iocs')) fit += 4;
    return fit >= 8 ? fit : 0;
  },

  known: knownKeys(
    'families misp network processes score screenshot screenshots signatures tags target task_id ttps errors machine ' +
      'platform yara suricata static',
    '',
    '',
    '',
  ),

  callRoles: [],
  headerKeys: ['processes', 'target', 'task_id'],

  process,

  report(top) {
    const target = objectOf(top['target']);
    const name = textOf(target?.['filename']) ?? textOf(target?.['target']) ?? textOf(target?.['url']);
    const sha256 = textOf(target?.['sha256']);
    return { version: null, sample: name === null && sha256 === null ? null : { name, sha256 } };
  },

  signature: (fields) => ({
    name: textOf(fields['name']) ?? '',
    description: textOf(fields['description']) ?? textOf(fields['short_description']),
    severity: integerOf(fields['score']),
  }),

  marksKey: 'iocs',

  addMark(marks, ioc) {
    const source = integerOf(ioc['process_id']);
    if (source !== null) {
      const stated = (marks.stated ??= []);
      if (stated.length < MAX_MARKS) stated.push({ source, target: integerOf(ioc['target_process_id']) });
    }
    addTexts(marks, ioc['value'] ?? null);
  },

  processes(top) {
    const list = top['processes'];
    return listOf(Array.isArray(list) ? list : objectOf(list)?.['process_list']).flatMap((entry) => {
      const fields = objectOf(entry);
      return fields ? [process(fields)] : [];
    });
  },
};

function process(fields: JsonObject): ProcessHeader {
  return {
    pid: idOf(fields['pid']) ?? 0,
    ppid: idOf(fields['ppid']),
    nativeId: integerOf(fields['procid']),
    parentNativeId: integerOf(fields['parent_procid']),
    name: textOf(fields['name']) ?? textOf(fields['process_name']),
    path: textOf(fields['image']) || null,
    commandLine: textOf(fields['commandline']) || null,
    // `start_ts` counts from the beginning of the task, and the report does not say when that was.
    firstSeenMs: null,
    tracked: booleanOf(fields['tracked']),
    modules: [],
  };
}
