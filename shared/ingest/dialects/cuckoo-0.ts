// SPDX-License-Identifier: MIT
/**
 * Cuckoo 0.4: as Cuckoo 1, but every number is a text, the status is `SUCCESS` or `FAILURE`, and the sample
 * stands in `file`.
 * @module
 */
import type { DialectReader, ReportShape } from './dialect';
import { loggedCallRoles, loggedMark, loggedProcess } from './logged-call';
import { plainSignature } from './marks';
import { knownKeys, LOGGED_CALL, LOGGED_PROCESS, LOGGED_TOP } from './known-keys';
import { plainReport } from './target';

export const cuckoo0: DialectReader = {
  name: 'cuckoo-0',
  anchorKeys: ['info', 'behavior'],

  fit(shape: ReportShape): number {
    if (shape.callKeys.has('caller') || shape.time === 'compact') return 0;
    let fit = 0;
    if (shape.status === 'text') fit += 6;
    if (shape.time === 'logged') fit += 2;
    if (shape.argsStyle === 'l') fit += 2;
    if (shape.processKeys.has('process_id')) fit += 2;
    if (shape.topKeys.has('file') && shape.topKeys.has('info') && !shape.topKeys.has('target')) fit += 4;
    return fit;
  },

  known: knownKeys(
    `${LOGGED_TOP} file yara`,
    'anomaly enhanced processes processtree summary',
    LOGGED_PROCESS,
    LOGGED_CALL,
  ),

  callRoles: loggedCallRoles,
  headerKeys: ['info', 'file'],
  process: loggedProcess,
  report: plainReport,
  signature: plainSignature,
  marksKey: 'data',
  addMark: loggedMark,
};
