// SPDX-License-Identifier: MIT
/**
 * A call too long for the window, taken in byte by byte: checked as strictly as any other, gathered in a buffer
 * of its own, its longest strings cut. Of a string that is cut the beginning stays in the call, and its place,
 * length and hash are kept. Memory is bounded whatever the report holds.
 * @module
 */
import type { Hasher } from '../source';
import { BACKSLASH, QUOTE } from './bytes';
import { ValueMachine } from './value-machine';

/** Limits in bytes; tests use smaller ones. */
export interface LargeLimits {
  /** Longer strings are cut. */
  string: number;
  /** What is kept of them. */
  kept: number;
  /** When a call has grown to this, every string longer than `kept` is cut. */
  call: number;
  /** A call longer than this even so is given up. */
  giveUp: number;
}

export const LARGE_LIMITS: LargeLimits = {
  string: 64 << 20,
  kept: 64 << 10,
  call: 128 << 20,
  giveUp: 192 << 20,
};

/** A string that was cut: its place in the report, and length and SHA-256 of its bytes between the quotes. */
export interface CutString {
  offset: number;
  lengthBytes: number;
  sha256: string;
}

export class LargeCall {
  readonly machine = new ValueMachine();
  readonly cuts: CutString[] = [];
  /** Nothing is gathered any more; the call is only checked to its end. */
  isGivenUp = false;
  private gathered = new Uint8Array(1 << 20);
  private used = 0;
  private inString = false;
  private isEscaped = false;
  /** Where in `gathered` the string at hand began, and how long it is so far. */
  private stringStart = 0;
  private stringBytes = 0;
  private stringOffset = 0;
  private cutHash: Hasher | null = null;

  /** @param offset report offset of the call */
  constructor(
    private offset: number,
    private readonly limits: LargeLimits,
    private readonly createHash: () => Hasher,
  ) {
    this.machine.start();
  }

  get done(): boolean {
    return this.machine.done;
  }

  /** Takes bytes; gives the place behind the call when it ended, of the error when there was one, else `end`. */
  write(bytes: Uint8Array, at: number, end: number): number {
    const stop = this.machine.write(bytes, at, end);
    if (!this.isGivenUp) this.gather(bytes, at, stop);
    this.offset += stop - at;
    return stop;
  }

  /** The gathered call followed by a zero byte, as scanners want it; null where it was given up. */
  take(): Uint8Array | null {
    if (this.isGivenUp) return null;
    this.reserve(this.used + 1);
    this.gathered[this.used] = 0;
    return this.gathered.subarray(0, this.used + 1);
  }

  private gather(bytes: Uint8Array, start: number, end: number): void {
    let from = start;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (!this.inString) {
        if (byte !== QUOTE) continue;
        this.append(bytes, from, at + 1);
        from = at + 1;
        this.inString = true;
        this.stringStart = this.used;
        this.stringBytes = 0;
        this.stringOffset = this.offset + (at + 1 - start);
      } else if (this.isEscaped) this.isEscaped = false;
      else if (byte === BACKSLASH) this.isEscaped = true;
      else if (byte === QUOTE) {
        this.appendString(bytes, from, at);
        this.endString();
        from = at;
        this.inString = false;
      }
    }
    if (this.inString) this.appendString(bytes, from, end);
    else this.append(bytes, from, end);
  }

  private appendString(bytes: Uint8Array, start: number, end: number): void {
    if (end === start) return;
    this.stringBytes += end - start;
    if (this.cutHash) {
      this.cutHash.update(bytes.slice(start, end));
      return;
    }
    const limit = this.used > this.limits.call ? this.limits.kept : this.limits.string;
    this.append(bytes, start, end);
    if (this.stringBytes > limit) this.cut();
  }

  /** Keeps the beginning of the string at hand and hashes the rest on the way. */
  private cut(): void {
    this.cutHash = this.createHash();
    this.cutHash.update(this.gathered.slice(this.stringStart, this.used));
    this.used =
      this.stringStart + wholePrefix(this.gathered, this.stringStart, this.stringStart + this.limits.kept);
  }

  private endString(): void {
    if (!this.cutHash) return;
    this.cuts.push({
      offset: this.stringOffset,
      lengthBytes: this.stringBytes,
      sha256: this.cutHash.digestHex(),
    });
    this.cutHash = null;
  }

  private append(bytes: Uint8Array, start: number, end: number): void {
    if (this.used + end - start > this.limits.giveUp) {
      this.isGivenUp = true;
      this.gathered = new Uint8Array(1);
      this.used = 0;
    }
    if (this.isGivenUp) return;
    this.reserve(this.used + end - start);
    this.gathered.set(bytes.subarray(start, end), this.used);
    this.used += end - start;
  }

  private reserve(needed: number): void {
    if (needed <= this.gathered.length) return;
    const larger = new Uint8Array(Math.max(needed, this.gathered.length * 2));
    larger.set(this.gathered.subarray(0, this.used));
    this.gathered = larger;
  }
}

/** Length of the longest piece from `start` that ends at or before `limit` and neither in an escape nor in a character. */
function wholePrefix(bytes: Uint8Array, start: number, limit: number): number {
  let at = start;
  let safe = start;
  while (at < limit) {
    const byte = bytes[at]!;
    if (byte === BACKSLASH) at += bytes[at + 1] === 0x75 ? 6 : 2;
    else if (byte >= 0xc0) {
      at++;
      while ((bytes[at]! & 0xc0) === 0x80) at++;
    } else at++;
    if (at <= limit) safe = at;
  }
  return safe - start;
}
