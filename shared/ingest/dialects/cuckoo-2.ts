// SPDX-License-Identifier: MIT
/**
 * Cuckoo 2.0.x and 2.0-dev: arguments as a dictionary with a parallel `flags` dictionary, times as seconds
 * since 1970, signatures with marks.
 * @module
 */
import type { ProcessHeader } from '../../analysis/analyzer';
import { ROLE } from '../tokenizer/call-scanner';
import type { JsonObject } from '../tokenizer/parse-value';
import type { DialectReader, ReportShape } from './dialect';
import { bigintOf, booleanOf, idOf, listOf, objectOf, textOf, timeMsOf } from './fields';
import { addCallMark, addTexts, plainSignature } from './marks';
import { knownKeys } from './known-keys';
import { plainReport } from './target';

const MAX_MODULES = 10_000;

export const cuckoo2: DialectReader = {
  name: 'cuckoo-2',
  anchorKeys: ['info', 'behavior'],

  fit(shape: ReportShape): number {
    let fit = 0;
    if (shape.callKeys.has('return_value') || (shape.callKeys.has('time') && shape.callKeys.has('tid')))
      fit += 8;
    if (shape.argsStyle === 'd') fit += 4;
    if (shape.processKeys.has('process_path') || shape.processKeys.has('pid')) fit += 4;
    if (shape.behaviorKeys.has('generic') || shape.behaviorKeys.has('apistats')) fit += 2;
    if (shape.infoKeys.has('score') || shape.infoKeys.has('git') || shape.infoKeys.has('monitor')) fit += 1;
    if (shape.topKeys.has('metadata') && shape.topKeys.has('info')) fit += 1;
    if (shape.started === 'number') fit += 2;
    // A report with nothing in it has no traits either: it is read as this one.
    return fit === 0 && shape.topKeys.has('behavior') ? 0.5 : fit;
  },

  known: knownKeys(
    'apkinfo baseline behavior buffer debug droidmon dropped dumptls extracted feedback googleplay info irma memory ' +
      'metadata misp network platform procmemory procmon reboot screenshots signatures snort static strings suricata ' +
      'target tlsmaster virustotal',
    'apistats generic processes processtree summary dumptls anomaly enhanced',
    'calls command_line first_seen modules pid ppid process_name process_path tid time track type',
    'api arguments buffer category flags last_error nt_status return_value stacktrace status tid time raw',
  ),

  callRoles: [
    ['api', ROLE.API],
    ['category', ROLE.CATEGORY],
    ['status', ROLE.STATUS],
    ['return_value', ROLE.RETURN],
    ['time', ROLE.TIME],
    ['tid', ROLE.THREAD],
    ['thread_identifer', ROLE.THREAD],
    ['repeated', ROLE.REPEATED],
    ['arguments', ROLE.ARGUMENTS],
    ['flags', ROLE.WORDS],
  ],

  headerKeys: ['info', 'target'],

  process(fields: JsonObject): ProcessHeader {
    return {
      pid: idOf(fields['pid'] ?? fields['process_identifier'] ?? fields['process_identifer']) ?? 0,
      ppid: idOf(fields['ppid']),
      nativeId: null,
      name: textOf(fields['process_name']),
      path: textOf(fields['process_path']) || null,
      commandLine: textOf(fields['command_line']) || null,
      firstSeenMs: timeMsOf(fields['first_seen']),
      tracked: booleanOf(fields['track']),
      modules: modulesOf(fields),
    };
  },

  report: plainReport,
  signature: plainSignature,
  marksKey: 'marks',

  addMark(marks, mark) {
    if (mark['type'] === 'call' || objectOf(mark['call'])) addCallMark(marks, mark);
    else addTexts(marks, mark['ioc'] ?? mark);
  },
};

function modulesOf(fields: JsonObject): ProcessHeader['modules'] {
  const modules: ProcessHeader['modules'] = [];
  for (const entry of listOf(fields['modules'])) {
    const module = objectOf(entry);
    const base = bigintOf(module?.['baseaddr']);
    const size = bigintOf(module?.['imgsize']);
    if (base === null || size === null || modules.length >= MAX_MODULES) continue;
    modules.push({ base, size, path: textOf(module?.['filepath']) || textOf(module?.['basename']) || '' });
  }
  return modules;
}
