// SPDX-License-Identifier: MIT
/**
 * Writes what a reader tells into batches for another thread.
 * @module
 */
import type { IngestIssue } from '../../model/document';
import type { StreamCursor } from '../cursor/stream-cursor';
import type { InputListener } from '../read-input';
import type { ReportListener } from '../report-reader';
import type { CallScanner } from '../tokenizer/call-scanner';
import type { SpanList } from '../tokenizer/span-list';
import { RELAYED_ROLES, type RelayBatch, type RelayEvent } from './batch';

export class BatchWriter implements InputListener {
  private tape = new Int32Array(1 << 16);
  private used = 0;
  private calls = 0;
  private events: RelayBatch['events'] = [];
  /** The bytes that the calls of this batch lie in, and the part of them that is needed. */
  private bytes: Uint8Array | null = null;
  private low = 0;
  private high = 0;
  private readonly sent = { keys: 0, apis: 0, categories: 0 };

  constructor(
    private readonly scanner: CallScanner,
    private readonly emit: (batch: RelayBatch) => void,
  ) {}

  call({ procId, index }: StreamCursor): void {
    const { scanner } = this;
    const { members, args, words, roleMember } = scanner;
    if (this.bytes !== null && this.bytes !== scanner.bytes) this.flush();
    const low = members.count === 0 ? 0 : members.nameStart[0]!;
    if (this.bytes === null) {
      this.bytes = scanner.bytes;
      this.low = low;
    }
    if (members.count > 0) this.high = members.end[members.count - 1]!;
    const needed = this.used + 8 + RELAYED_ROLES.length * 3 + (args.count + words.count) * 6;
    if (needed > this.tape.length) this.grow(needed);
    const { tape } = this;
    let at = this.used;
    tape[at++] = procId;
    tape[at++] = index;
    tape[at++] = scanner.api;
    tape[at++] = scanner.category;
    tape[at++] = scanner.argsStyle === '' ? 0 : scanner.argsStyle === 'd' ? 1 : 2;
    for (const role of RELAYED_ROLES) {
      const row = roleMember[role]!;
      tape[at++] = row < 0 ? -1 : members.kind[row]!;
      if (row < 0) continue;
      tape[at++] = members.start[row]! - this.low;
      tape[at++] = members.end[row]! - this.low;
    }
    at = this.spans(args, at);
    this.used = this.spans(words, at);
    this.calls++;
  }

  header(...[dialect, report]: Parameters<ReportListener['header']>): void {
    this.event({ type: 'header', dialect, report });
  }

  processSeen(...[procId, header, hasList]: Parameters<ReportListener['processSeen']>): void {
    this.event({ type: 'processSeen', procId, header, hasList });
  }

  processBegin(...[procId, known]: Parameters<ReportListener['processBegin']>): void {
    this.event({ type: 'processBegin', procId, known });
  }

  processEnd(...[procId, header, calls, hasList]: Parameters<ReportListener['processEnd']>): void {
    this.event({ type: 'processEnd', procId, header, calls, hasList });
  }

  signature(...[signature]: Parameters<ReportListener['signature']>): void {
    this.event({ type: 'signature', signature });
  }

  issue(issue: IngestIssue): void {
    this.event({ type: 'issue', issue });
  }

  section(): null {
    return null;
  }

  /** Sends what is there: before the window moves, and at the end. */
  flush(): void {
    if (this.calls === 0 && this.events.length === 0) return;
    const { scanner, sent } = this;
    const { names: keys } = scanner.keys;
    const { names: apis } = scanner.apis;
    const { names: categories } = scanner.categories;
    this.emit({
      bytes: this.bytes ? this.bytes.slice(this.low, this.high + 1) : new Uint8Array(1),
      tape: this.tape.slice(0, this.used),
      calls: this.calls,
      events: this.events,
      keys: keys.slice(sent.keys),
      apis: apis.slice(sent.apis),
      categories: categories.slice(sent.categories),
    });
    this.sent.keys = keys.length;
    this.sent.apis = apis.length;
    this.sent.categories = categories.length;
    this.events = [];
    this.used = 0;
    this.calls = 0;
    this.bytes = null;
  }

  private event(event: RelayEvent): void {
    this.events.push({ at: this.calls, event });
  }

  private spans(list: SpanList, at: number): number {
    const { tape, low } = this;
    tape[at++] = list.count;
    for (let row = 0; row < list.count; row++) {
      const name = list.name[row]!;
      tape[at++] = name;
      tape[at++] = list.kind[row]!;
      tape[at++] = list.start[row]! - low;
      tape[at++] = list.end[row]! - low;
      if (name >= 0) continue;
      tape[at++] = list.nameStart[row]! - low;
      tape[at++] = list.nameEnd[row]! - low;
    }
    return at;
  }

  private grow(needed: number): void {
    const larger = new Int32Array(Math.max(needed, this.tape.length * 2));
    larger.set(this.tape.subarray(0, this.used));
    this.tape = larger;
  }
}
