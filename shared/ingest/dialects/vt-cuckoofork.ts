// SPDX-License-Identifier: MIT
/**
 * The fork behind VirusTotal's behaviour reports ("v0.1"): times as `YYYYmmddHHMMSS.mmm`, the status as
 * `SUCCESS`, `FAILURE` or `FAIL`, argument names of the Win32 documentation, no threads. A target pid printed on
 * a call is a hint and often wrong.
 * @module
 */
import type { DialectReader, ReportShape } from './dialect';
import { loggedCallRoles, loggedMark, loggedProcess } from './logged-call';
import { plainSignature } from './marks';
import { knownKeys, LOGGED_CALL, LOGGED_PROCESS, LOGGED_TOP } from './known-keys';
import { plainReport } from './target';

export const vtCuckoofork: DialectReader = {
  name: 'vt-cuckoofork',
  anchorKeys: ['info', 'behavior'],

  fit(shape: ReportShape): number {
    let fit = 0;
    if (shape.time === 'compact') fit += 12;
    if (shape.status === 'text') fit += 3;
    if (shape.callKeys.size > 0 && !shape.callKeys.has('thread_id') && !shape.callKeys.has('tid')) fit += 4;
    return fit;
  },

  known: knownKeys(
    `${LOGGED_TOP} file`,
    'anomaly enhanced processes processtree summary',
    `${LOGGED_PROCESS} pid ppid`,
    LOGGED_CALL,
  ),

  callRoles: loggedCallRoles,
  headerKeys: ['info', 'target', 'file'],
  process: loggedProcess,
  report: plainReport,
  signature: plainSignature,
  marksKey: 'data',
  addMark: loggedMark,
};
