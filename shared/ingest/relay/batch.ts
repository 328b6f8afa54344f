// SPDX-License-Identifier: MIT
/**
 * Scanned calls on their way to another thread: the bytes they lie in, and their tapes as one row of numbers.
 * Arguments and the members with a meaning go along; other members do not.
 * @module
 */
import type { ProcessHeader, SignatureInput } from '../../analysis/analyzer';
import type { Dialect, IngestIssue, ReportSummary } from '../../model/document';
import { ROLE } from '../tokenizer/call-scanner';

/** Members that are read from the tape: API and category go as numbers, arguments and words as spans. */
export const RELAYED_ROLES = [
  ROLE.API,
  ROLE.CATEGORY,
  ROLE.STATUS,
  ROLE.RETURN,
  ROLE.TIME,
  ROLE.THREAD,
  ROLE.REPEATED,
  ROLE.CALLER,
] as const;

/** Something that happened between two calls. */
export type RelayEvent =
  | { type: 'header'; dialect: Dialect; report: Pick<ReportSummary, 'version' | 'sample'> }
  | { type: 'processSeen'; procId: number; header: ProcessHeader; hasList: boolean }
  | { type: 'processBegin'; procId: number; known: ProcessHeader | null }
  | { type: 'processEnd'; procId: number; header: ProcessHeader; calls: number; hasList: boolean }
  | { type: 'signature'; signature: SignatureInput }
  | { type: 'issue'; issue: IngestIssue };

export interface RelayBatch {
  bytes: Uint8Array<ArrayBuffer>;
  tape: Int32Array<ArrayBuffer>;
  calls: number;
  /** Events in order, each with the number of calls of this batch before it. */
  events: { at: number; event: RelayEvent }[];
  /** Names that are new since the batch before. */
  keys: string[];
  apis: string[];
  categories: string[];
}
