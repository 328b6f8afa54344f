// SPDX-License-Identifier: MIT
/**
 * What a walker asks and tells on its way through a report.
 * @module
 */
import type { ByteSink } from './capture';
import type { CutString } from './large-call';

/** What to do with a value. */
export type Plan =
  | { do: 'enter'; role: number; sink?: ByteSink | null }
  | { do: 'calls' }
  /** `captureBytes`: hand the value's bytes to `passed` if it is no longer than this. */
  | { do: 'pass'; captureBytes?: number; sink?: ByteSink | null };

/** Where a value stands: the role of its container, and its key there (objects) or position (arrays). */
export interface Place {
  role: number;
  key: string;
  index: number;
}

export interface Guide {
  /** A value begins; `first` is its first byte. */
  plan(place: Place, first: number): Plan;
  /** A value passed by has ended. `bytes` (valid during the call only) is null where it was too long to be captured. */
  passed(place: Place, bytes: Uint8Array | null): void;
  /** A container that was entered, or a `calls` array, has ended. */
  left(place: Place): void;
  /** The scanner stands on a call; `cuts` are strings of it that were too long and were cut. */
  call(index: number, cuts: readonly CutString[]): void;
  /** An entry of a `calls` array that is no object, or too large to be scanned. */
  badCall(index: number, reason: 'no-object' | 'too-large', lengthBytes: number): void;
  /** Something beyond JSON was accepted; `offset` in report bytes is of the first. */
  note(code: 'non-finite' | 'bad-utf8' | 'byte-order-mark', count: number, offset: number): void;
}

export interface Damage {
  code: 'cut-short' | 'syntax' | 'too-deep';
  offset: number;
  path: string;
}
