// SPDX-License-Identifier: MIT
/**
 * What a walker hands on of the bytes it passes: copies of small values, and streams of large ones.
 * @module
 */

/** Takes the raw bytes of a value, piece by piece. */
export interface ByteSink {
  write(bytes: Uint8Array, start: number, end: number): void;
  /** The value ended here, or the report did inside it. */
  end(): void;
}

const FIRST_BYTES = 4096;

/** Copies one value at a time, up to a limit. */
export class Capture {
  private kept = new Uint8Array(0);
  private used = 0;
  private limit = -1;
  /** Where in the window the part begins that is not copied yet. */
  private from = 0;
  private isTooLong = false;

  /** Begins a value at a place of the window; `limit` undefined: nothing is copied. */
  begin(at: number, limit: number | undefined): void {
    this.limit = limit ?? -1;
    this.from = at;
    this.used = 0;
    this.isTooLong = false;
  }

  /** Copies what lies in the window up to `at`; the window moves there next. */
  keep(window: Uint8Array, at: number): void {
    if (this.limit < 0 || this.isTooLong) return;
    const total = this.used + at - this.from;
    if (total > this.limit) {
      this.isTooLong = true;
      return;
    }
    if (total > this.kept.length) {
      const larger = new Uint8Array(Math.max(total, Math.min(this.limit, this.kept.length * 2), FIRST_BYTES));
      larger.set(this.kept.subarray(0, this.used));
      this.kept = larger;
    }
    this.kept.set(window.subarray(this.from, at), this.used);
    this.used = total;
    this.from = 0;
  }

  /** The value ends at `at`: its bytes (valid until the next value), or null where it was too long or not wanted. */
  take(window: Uint8Array, at: number): Uint8Array | null {
    this.keep(window, at);
    const isWhole = this.limit >= 0 && !this.isTooLong;
    this.limit = -1;
    return isWhole ? this.kept.subarray(0, this.used) : null;
  }
}

/** Streams one value at a time into a sink. */
export class Tee {
  private sink: ByteSink | null = null;
  private from = 0;

  open(sink: ByteSink, at: number): void {
    this.sink = sink;
    this.from = at;
  }

  /** Hands on what lies in the window up to `at`. */
  flush(window: Uint8Array, at: number): void {
    if (this.sink && at > this.from) this.sink.write(window, this.from, at);
    this.from = at;
  }

  /** The window moves by so much. */
  shift(by: number): void {
    this.from -= by;
  }

  close(window: Uint8Array, at: number): void {
    this.flush(window, at);
    this.end();
  }

  /** Ends the sink where it is. */
  end(): void {
    this.sink?.end();
    this.sink = null;
  }
}
