// SPDX-License-Identifier: MIT
/**
 * CAPE 2.x, full and `lite.json`: cuckoo-modified's shape with CAPE's own sections beside it.
 * @module
 */
import { fitOfModified } from './cuckoo-modified';
import type { DialectReader, ReportShape } from './dialect';
import { loggedCallRoles, loggedMark, loggedProcess } from './logged-call';
import { plainSignature } from './marks';
import { knownKeys, MODIFIED_BEHAVIOR, MODIFIED_CALL, MODIFIED_PROCESS, MODIFIED_TOP } from './known-keys';
import { plainReport } from './target';

const OWN_SECTIONS = [
  'CAPE',
  'curtain',
  'ttps',
  'procdump',
  'detections',
  'malfamily_tag',
  'deduplicated_shots',
];

export const cape: DialectReader = {
  name: 'cape',
  anchorKeys: ['info', 'behavior'],
  fit(shape: ReportShape): number {
    const own = OWN_SECTIONS.filter((key) => shape.topKeys.has(key)).length;
    if (own === 0) return 0;
    return fitOfModified(shape) + (shape.topKeys.has('CAPE') ? 8 : 2) + Math.min(own, 3);
  },
  known: knownKeys(
    `${MODIFIED_TOP} CAPE curtain deduplicated_shots detections detections2pid local_conf malfamily_tag mitre_attck ` +
      'procdump shots sysmon ttps url_analysis memory misp amsi auxiliary classification reversinglabs stealers trid',
    MODIFIED_BEHAVIOR,
    MODIFIED_PROCESS,
    MODIFIED_CALL,
  ),

  callRoles: loggedCallRoles,
  headerKeys: ['info', 'target'],
  process: loggedProcess,
  report: plainReport,
  signature: plainSignature,
  marksKey: 'data',
  addMark: loggedMark,
};
