// SPDX-License-Identifier: MIT
/**
 * Tells a listener what a batch from another thread holds, as the reader there told it.
 * @module
 */
import { normalArgName } from '../../analysis/catalogue';
import { ArgNames } from '../cursor/arg-names';
import { StreamCursor } from '../cursor/stream-cursor';
import type { InputListener } from '../read-input';
import { CallScanner } from '../tokenizer/call-scanner';
import type { SpanList } from '../tokenizer/span-list';
import { RELAYED_ROLES, type RelayBatch, type RelayEvent } from './batch';

export class BatchReader {
  /** Never scans: it holds the tape of the call at hand, as the scanner of the other thread did. */
  private readonly scanner = new CallScanner();
  private readonly cursor = new StreamCursor(this.scanner, new ArgNames(normalArgName));

  constructor(private readonly listener: InputListener) {
    // The other thread's tables come from their beginning, names that every scanner starts with included.
    this.scanner.keys.names.length = 0;
  }

  /** Names of APIs by number; grows with the batches. */
  get apiNames(): readonly string[] {
    return this.scanner.apis.names;
  }

  read({ bytes, tape, calls, events, keys, apis, categories }: RelayBatch): void {
    const { scanner } = this;
    scanner.keys.names.push(...keys);
    scanner.apis.names.push(...apis);
    scanner.categories.names.push(...categories);
    scanner.bytes = bytes;
    let at = 0;
    let next = 0;
    for (let call = 0; call < calls; call++) {
      while (next < events.length && events[next]!.at === call) this.tell(events[next++]!.event);
      at = this.load(tape, at);
      this.listener.call(this.cursor);
    }
    while (next < events.length) this.tell(events[next++]!.event);
  }

  private load(tape: Int32Array, at: number): number {
    const { scanner, cursor } = this;
    const { members, roleMember } = scanner;
    cursor.procId = tape[at++]!;
    cursor.index = tape[at++]!;
    scanner.api = tape[at++]!;
    scanner.category = tape[at++]!;
    scanner.argsStyle = STYLES[tape[at++]!]!;
    for (let row = 0; row < RELAYED_ROLES.length; row++) {
      const role = RELAYED_ROLES[row]!;
      const kind = tape[at++]!;
      roleMember[role] = kind < 0 ? -1 : row;
      if (kind < 0) continue;
      members.kind[row] = kind;
      members.start[row] = tape[at++]!;
      members.end[row] = tape[at++]!;
    }
    at = loadSpans(scanner.args, tape, at);
    return loadSpans(scanner.words, tape, at);
  }

  private tell(event: RelayEvent): void {
    const { listener } = this;
    switch (event.type) {
      case 'header':
        return listener.header(event.dialect, event.report);
      case 'processSeen':
        return listener.processSeen(event.procId, event.header, event.hasList);
      case 'processBegin':
        return listener.processBegin(event.procId, event.known);
      case 'processEnd':
        return listener.processEnd(event.procId, event.header, event.calls, event.hasList);
      case 'signature':
        return listener.signature(event.signature);
      case 'issue':
        return listener.issue(event.issue);
    }
  }
}

const STYLES = ['', 'd', 'l'] as const;

function loadSpans(list: SpanList, tape: Int32Array, at: number): number {
  const count = tape[at++]!;
  while (list.name.length < count) list.grow();
  list.count = count;
  for (let row = 0; row < count; row++) {
    const name = tape[at++]!;
    list.name[row] = name;
    list.kind[row] = tape[at++]!;
    list.start[row] = tape[at++]!;
    list.end[row] = tape[at++]!;
    if (name >= 0) continue;
    list.nameStart[row] = tape[at++]!;
    list.nameEnd[row] = tape[at++]!;
  }
  return at;
}
