// SPDX-License-Identifier: MIT
/**
 * Collects the traits by which dialects are told apart, while a report is read. Bounded: hostile reports may
 * have any number of keys.
 * @module
 */
import type { ReportShape } from './dialects/dialect';
import type { KnownKeys } from './dialects/known-keys';
import { KIND } from './tokenizer/bytes';
import { ROLE, type CallScanner } from './tokenizer/call-scanner';
import type { JsonObject } from './tokenizer/parse-value';

const MAX_KEYS = 1000;
/** So many calls are looked at; a trait absent from all of them is absent. */
const SAMPLED_CALLS = 64;

export class ShapeLog implements ReportShape {
  /** Keys with how often they stood there. */
  readonly topKeys = new Map<string, number>();
  readonly behaviorKeys = new Map<string, number>();
  readonly processKeys = new Map<string, number>();
  readonly infoKeys = new Set<string>();
  readonly signatureKeys = new Set<string>();
  readonly callKeys = new Set<string>();
  started: ReportShape['started'] = null;
  argsStyle: '' | 'd' | 'l' = '';
  status: ReportShape['status'] = null;
  time: ReportShape['time'] = null;
  private sampled = 0;

  topKey(key: string): void {
    count(this.topKeys, key);
  }

  behaviorKey(key: string): void {
    count(this.behaviorKeys, key);
  }

  processKey(key: string): void {
    count(this.processKeys, key);
  }

  signatureKey(key: string): void {
    add(this.signatureKeys, key);
  }

  info(info: JsonObject | null): void {
    for (const key of Object.keys(info ?? {})) add(this.infoKeys, key);
    const started = typeof info?.['started'];
    this.started = started === 'number' ? 'number' : started === 'string' ? 'text' : null;
  }

  /** Looks at a scanned call; gives whether more are wanted. */
  call(scanner: CallScanner): boolean {
    const { members, roleMember, keys } = scanner;
    for (let row = 0; row < members.count; row++) {
      const id = members.name[row]!;
      if (id >= 0) add(this.callKeys, keys.names[id]!);
    }
    if (this.argsStyle === '' && scanner.args.count > 0) this.argsStyle = scanner.argsStyle;
    this.status ??= statusOf(members.kind[roleMember[ROLE.STATUS]!]);
    const time = roleMember[ROLE.TIME]!;
    if (time >= 0) {
      const isDated = scanner.bytes[members.start[time]! + 5] === 0x2d;
      this.time ??= members.kind[time] !== KIND.PLAIN ? 'seconds' : isDated ? 'logged' : 'compact';
    }
    return ++this.sampled < SAMPLED_CALLS;
  }
}

/** Keys that a dialect does not know, with how often they stood there: `place.key`, sorted. */
export function unknownKeys(
  shape: ShapeLog,
  { memberCounts, keys }: CallScanner,
  known: KnownKeys,
): Map<string, number> {
  const unknown = new Map<string, number>();
  const collect = (
    place: string,
    counts: Iterable<readonly [string, number]>,
    names: ReadonlySet<string>,
  ): void => {
    for (const [key, times] of counts) if (!names.has(key)) unknown.set(place + key, times);
  };
  collect('', shape.topKeys, known.top);
  collect('behavior.', shape.behaviorKeys, known.behavior);
  collect('process.', shape.processKeys, known.process);
  const calls: [string, number][] = [];
  keys.names.forEach((name, id) => {
    const times = memberCounts[id + 1]!;
    if (times > 0) calls.push([name, times]);
  });
  collect('call.', calls, known.call);
  return new Map([...unknown].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function statusOf(kind: number | undefined): ReportShape['status'] {
  if (kind === KIND.PLAIN) return 'text';
  if (kind === KIND.TRUE || kind === KIND.FALSE) return 'boolean';
  return kind === KIND.INTEGER ? 'number' : null;
}

function count(counts: Map<string, number>, key: string): void {
  const known = counts.get(key);
  if (known !== undefined || counts.size < MAX_KEYS) counts.set(key, (known ?? 0) + 1);
}

function add(set: Set<string>, key: string): void {
  if (set.size < MAX_KEYS) set.add(key);
}
