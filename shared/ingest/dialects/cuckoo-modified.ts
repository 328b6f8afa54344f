// SPDX-License-Identifier: MIT
/**
 * cuckoo-modified (1.3-NG): Cuckoo 1 with `caller` and `parentcaller`, `pretty_value`, `environ` and
 * `module_path`.
 * @module
 */
import type { DialectReader, ReportShape } from './dialect';
import { loggedCallRoles, loggedMark, loggedProcess } from './logged-call';
import { plainSignature } from './marks';
import { knownKeys, MODIFIED_BEHAVIOR, MODIFIED_CALL, MODIFIED_PROCESS, MODIFIED_TOP } from './known-keys';
import { plainReport } from './target';

/** How much of the shape that cuckoo-modified and CAPE share is there. */
export function fitOfModified(shape: ReportShape): number {
  let fit = 0;
  if (shape.callKeys.has('parentcaller') || shape.callKeys.has('caller')) fit += 8;
  if (shape.processKeys.has('module_path') || shape.processKeys.has('environ')) fit += 4;
  if (shape.callKeys.has('timestamp') || shape.processKeys.has('process_id')) fit += 4;
  if (shape.topKeys.has('malscore') || shape.topKeys.has('statistics')) fit += 2;
  return fit;
}

export const cuckooModified: DialectReader = {
  name: 'cuckoo-modified',
  anchorKeys: ['info', 'behavior'],
  fit(shape: ReportShape): number {
    const fit = fitOfModified(shape);
    return fit > 0 && (shape.topKeys.has('malfamily') || shape.topKeys.has('feeds')) ? fit + 2 : fit;
  },
  known: knownKeys(MODIFIED_TOP, MODIFIED_BEHAVIOR, MODIFIED_PROCESS, MODIFIED_CALL),

  callRoles: loggedCallRoles,
  headerKeys: ['info', 'target'],
  process: loggedProcess,
  report: plainReport,
  signature: plainSignature,
  marksKey: 'data',
  addMark: loggedMark,
};
