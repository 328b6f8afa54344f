// SPDX-License-Identifier: MIT
/**
 * What a dialect is: how to know it by its shape, and where things stand in it. A dialect file holds nothing
 * else; adding one means a file here and a line in `all.ts`.
 * @module
 */
import type { ProcessHeader, SignatureInput } from '../../analysis/analyzer';
import type { Dialect, ReportSummary } from '../../model/document';
import type { JsonObject } from '../tokenizer/parse-value';
import type { KnownKeys } from './known-keys';

/** A set of keys, or keys with their number. */
interface Keys {
  readonly size: number;
  has(key: string): boolean;
}

/** The traits by which dialects are told apart; filled while reading, whole at the end. */
export interface ReportShape {
  topKeys: Keys;
  infoKeys: Keys;
  behaviorKeys: Keys;
  processKeys: Keys;
  signatureKeys: Keys;
  callKeys: Keys;
  /** How `info.started` is written. */
  started: 'text' | 'number' | null;
  /** Of the first call that has arguments: a dictionary or a list. */
  argsStyle: '' | 'd' | 'l';
  /** How the first call writes its status and its time. */
  status: 'text' | 'boolean' | 'number' | null;
  time: 'seconds' | 'logged' | 'compact' | null;
}

export type SignatureMarks = Pick<SignatureInput, 'calls' | 'texts' | 'stated'>;

/** Key of a call object -> ROLE of the call scanner. */
export type CallRoles = readonly (readonly [key: string, role: number])[];

export interface DialectReader {
  readonly name: Dialect;
  /** Top-level keys of which a report of this dialect has at least one. */
  readonly anchorKeys: readonly string[];
  /** How well the shape fits, 0 for not at all; the best fit wins, the earlier one among equals. */
  fit(shape: ReportShape): number;
  /** Keys that are known in reports of this dialect. */
  readonly known: KnownKeys;
  readonly callRoles: CallRoles;
  /** Top-level keys whose values `report` and `processes` look at. */
  readonly headerKeys: readonly string[];
  /** What a process object says, its `calls` left out. */
  process(fields: JsonObject): ProcessHeader;
  /** What the report says of itself, from the values of `headerKeys` known so far. */
  report(top: JsonObject): Pick<ReportSummary, 'version' | 'sample'>;
  /** A signature without its marks. */
  signature(fields: JsonObject): Omit<SignatureInput, keyof SignatureMarks>;
  /** Key of a signature's list of marks; they are read one by one, before the dialect may be settled. */
  readonly marksKey: string;
  addMark(marks: SignatureMarks, mark: JsonObject): void;
  /** Processes that stand elsewhere than in `behavior.processes`. */
  processes?(top: JsonObject): ProcessHeader[];
}
