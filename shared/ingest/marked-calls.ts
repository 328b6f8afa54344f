// SPDX-License-Identifier: MIT
/**
 * Calls that stand inside signatures' marks (`marks[].call` with pid and cid). Some reports of 2.0-dev have them
 * nowhere else; then they are analysed and stored from here, with their cid as index. Bounded: beyond the cap
 * they are only counted.
 * @module
 */
import { KIND } from './tokenizer/bytes';
import { low32At } from './tokenizer/number';
import { CallScanner } from './tokenizer/call-scanner';

const MAX_KEPT_BYTES = 64 << 20;
const MAX_COUNTED = 1_000_000;

export interface MarkedCall {
  cid: number;
  /** JSON text of the call, followed by the zero byte that scanners want. */
  bytes: Uint8Array;
}

export class MarkedCalls {
  /** By pid, then by cid; null where the call itself was not kept. */
  private readonly calls = new Map<number, Map<number, Uint8Array | null>>();
  private readonly scanner = new CallScanner();
  private keptBytes = 0;
  private counted = 0;
  private readonly callKey = this.scanner.keys.idOf('call');
  private readonly pidKey = this.scanner.keys.idOf('pid');
  private readonly cidKey = this.scanner.keys.idOf('cid');

  /** Looks at a mark; keeps its call when it has one that no process is known to have. */
  add(mark: Uint8Array, isKnown: (pid: number, cid: number) => boolean): void {
    const { scanner } = this;
    scanner.bytes = new Uint8Array(mark.length + 1);
    scanner.bytes.set(mark);
    scanner.end = mark.length;
    if (mark[0] !== 0x7b || scanner.scan(0) < 0) return;
    const pid = this.integer(this.pidKey);
    const cid = this.integer(this.cidKey);
    const row = this.rowOf(this.callKey);
    if (
      row < 0 ||
      scanner.members.kind[row] !== KIND.OBJECT ||
      pid === null ||
      cid === null ||
      isKnown(pid, cid)
    )
      return;
    let ofPid = this.calls.get(pid);
    if (!ofPid) this.calls.set(pid, (ofPid = new Map()));
    if (ofPid.has(cid) || this.counted >= MAX_COUNTED) return;
    this.counted++;
    const start = scanner.members.start[row]!;
    const end = scanner.members.end[row]!;
    if (this.keptBytes + end - start > MAX_KEPT_BYTES) {
      ofPid.set(cid, null);
      return;
    }
    this.keptBytes += end - start;
    const bytes = new Uint8Array(end - start + 1);
    bytes.set(scanner.bytes.subarray(start, end));
    ofPid.set(cid, bytes);
  }

  /** Drops what the processes turned out to have; gives how many calls are left. */
  settle(isKnown: (pid: number, cid: number) => boolean): number {
    let left = 0;
    for (const [pid, calls] of this.calls) {
      for (const cid of calls.keys()) if (isKnown(pid, cid)) calls.delete(cid);
      left += calls.size;
    }
    return left;
  }

  /** The kept calls of a pid in the order of their cids; they are given once. */
  take(pid: number): MarkedCall[] {
    const calls = this.calls.get(pid);
    this.calls.delete(pid);
    return [...(calls ?? [])]
      .flatMap(([cid, bytes]) => (bytes ? [{ cid, bytes }] : []))
      .sort((a, b) => a.cid - b.cid);
  }

  private rowOf(key: number): number {
    const { members } = this.scanner;
    for (let row = members.count - 1; row >= 0; row--) if (members.name[row] === key) return row;
    return -1;
  }

  private integer(key: number): number | null {
    const row = this.rowOf(key);
    const { members, bytes } = this.scanner;
    if (row < 0 || members.kind[row] !== KIND.INTEGER) return null;
    return low32At(bytes, members.start[row]!, members.end[row]!);
  }
}
