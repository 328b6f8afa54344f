// SPDX-License-Identifier: MIT
/**
 * Cuckoo 1.x: calls with `timestamp`, a boolean status and a list of arguments, but no caller; processes without
 * path and command line.
 * @module
 */
import type { DialectReader, ReportShape } from './dialect';
import { loggedCallRoles, loggedMark, loggedProcess } from './logged-call';
import { plainSignature } from './marks';
import { knownKeys, LOGGED_CALL, LOGGED_PROCESS, LOGGED_TOP } from './known-keys';
import { plainReport } from './target';

export const cuckoo1: DialectReader = {
  name: 'cuckoo-1',
  anchorKeys: ['info', 'behavior'],

  fit(shape: ReportShape): number {
    const { callKeys, processKeys, behaviorKeys } = shape;
    if (callKeys.has('caller') || processKeys.has('module_path') || processKeys.has('environ')) return 0;
    let fit = 0;
    if (shape.status === 'boolean') fit += 6;
    if (shape.argsStyle === 'l') fit += 2;
    if (callKeys.has('timestamp')) fit += 2;
    if (processKeys.has('process_id')) fit += 2;
    if (behaviorKeys.has('enhanced') || behaviorKeys.has('anomaly')) fit += 3;
    if (shape.started === 'text') fit += 1;
    return fit;
  },

  known: knownKeys(
    `${LOGGED_TOP} apkinfo droidmon googleplay memory snort suricata`,
    'anomaly enhanced processes processtree summary',
    LOGGED_PROCESS,
    `${LOGGED_CALL} id`,
  ),

  callRoles: loggedCallRoles,
  headerKeys: ['info', 'target'],
  process: loggedProcess,
  report: plainReport,
  signature: plainSignature,
  marksKey: 'data',
  addMark: loggedMark,
};
