// SPDX-License-Identifier: MIT
/**
 * The table that the contest's Ruby script writes of a Cuckoo 2 report, byte for byte, its own tags included.
 * Where the script stops (a process without calls, a write without arguments), this stops too.
 * @module
 */
import { UserError } from '../../shared/errors/kinds';
import { ArgNames } from '../../shared/ingest/cursor/arg-names';
import { StreamCursor } from '../../shared/ingest/cursor/stream-cursor';
import { IssueLog, isLoss } from '../../shared/ingest/issues';
import { ReportReader } from '../../shared/ingest/report-reader';
import { KIND } from '../../shared/ingest/tokenizer/bytes';
import { CallScanner, ROLE } from '../../shared/ingest/tokenizer/call-scanner';
import { SourceDamage, type ReportSource } from '../../shared/ingest/source';
import { nodeHash } from '../ingest/file-source';
import { bytesOfText, inspectAt, inspectMembers, joinedAt } from './formats/ruby-inspect';

const HEADER = 'Category, APIName&RetVal, Arg, \n';
const CREATES = new Set(['CreateProcessInternalW', 'NtCreateUserProcess']);
const MEMORY = new Set(['NtAllocateVirtualMemory', 'NtProtectVirtualMemory', 'NtMapViewOfSection']);
const WRITES = new Set(['WriteProcessMemory', 'NtWriteVirtualMemory']);
const EXECUTES = new Set(['CreateRemoteThread', 'NtSetContextThread', 'NtQueueApcThread', 'NtResumeThread']);

/** Gives the text in pieces; returns whether the report was whole. Throws as `ingest` does. */
export async function* mwsCsv(source: ReportSource, name: string): AsyncGenerator<Uint8Array, boolean> {
  const scanner = new CallScanner();
  const rows = new RowWriter(scanner);
  let isWhole = true;
  const issues = new IssueLog((issue) => (isWhole &&= !isLoss(issue)));
  const reader = new ReportReader(
    scanner,
    new StreamCursor(scanner, new ArgNames((_, rawName) => rawName)),
    {
      header: () => undefined,
      processSeen: (procId, _header, hasList) => rows.emptyProcess(procId, hasList),
      processBegin: () => undefined,
      call: ({ procId, api }) => rows.call(procId, api),
      processEnd: () => undefined,
      signature: () => undefined,
      section: () => null,
    },
    issues,
    nodeHash,
    false,
  );
  yield bytesOfText(HEADER);
  let damage: SourceDamage | null = null;
  try {
    for await (const chunk of source.chunks) {
      if (chunk instanceof Uint8Array) reader.write(chunk);
      if (rows.text) yield bytesOfText(rows.take());
      if (rows.hasStopped) return isWhole;
    }
  } catch (error) {
    if (!(error instanceof SourceDamage)) throw error;
    damage = error;
  }
  try {
    reader.end(damage);
    isWhole &&= reader.finish().complete;
  } catch (error) {
    if (error instanceof UserError)
      throw new UserError(error.code, { ...error.params, name }, { cause: error });
    throw error;
  }
  if (rows.text) yield bytesOfText(rows.take());
  return isWhole;
}

class RowWriter {
  text = '';
  hasStopped = false;
  private readonly empty = new Set<number>();

  private readonly returnKey: number;

  constructor(private readonly scanner: CallScanner) {
    this.returnKey = scanner.keys.idOf('return_value');
  }

  take(): string {
    const { text } = this;
    this.text = '';
    return text;
  }

  /** A process without calls: the script stops where there is no list at all, and never sees calls in marks. */
  emptyProcess(procId: number, hasList: boolean): void {
    this.hasStopped ||= !hasList;
    this.empty.add(procId);
  }

  call(procId: number, api: string): void {
    if (this.hasStopped || this.empty.has(procId)) return;
    const tag = this.tagOf(api);
    if (tag === null || this.hasStopped) return;
    const { members, roleMember, bytes } = this.scanner;
    const row = roleMember[ROLE.RETURN]!;
    // The script knows no other spelling of this key.
    const hasValue = row >= 0 && members.name[row] === this.returnKey;
    const value = !hasValue ? '' : returnText(bytes, members.kind[row]!, members.start[row]!);
    this.text += `${tag}, ${api}=>${value}, ${this.argsText(tag)}, \n`;
  }

  private tagOf(api: string): string | null {
    if (CREATES.has(api)) return '[PROC]';
    if (MEMORY.has(api)) return this.isForeign() ? '[MEM]' : null;
    if (WRITES.has(api)) return this.isForeign() ? '[WRITE]' : null;
    return EXECUTES.has(api) ? '[EXEC]' : null;
  }

  /** Any handle but the 32-bit pseudo-handle of the process itself. */
  private isForeign(): boolean {
    const { scanner } = this;
    if (scanner.argsStyle !== 'd') {
      this.hasStopped = true;
      return false;
    }
    const row = this.argRow('process_handle');
    if (row < 0 || (scanner.args.kind[row] !== KIND.PLAIN && scanner.args.kind[row] !== KIND.STRING))
      return true;
    return joinedAt(scanner.bytes, scanner.args.start[row]!).text !== '0xffffffff';
  }

  private argRow(name: string): number {
    const { args, keys } = this.scanner;
    for (let row = args.count - 1; row >= 0; row--) {
      const id = args.name[row]!;
      if (id >= 0 && keys.names[id] === name) return row;
    }
    return -1;
  }

  private argsText(tag: string): string {
    const { scanner } = this;
    const { args, members, bytes, roleMember } = scanner;
    if (scanner.argsStyle !== 'd') {
      const row = roleMember[ROLE.ARGUMENTS]!;
      return row < 0 ? '' : joinedAt(bytes, members.start[row]!).text;
    }
    const inspected = new Map<string, string>();
    for (let row = 0; row < args.count; row++) {
      inspected.set(inspectAt(bytes, args.nameStart[row]! - 1).text, inspectAt(bytes, args.start[row]!).text);
    }
    if (tag === '[WRITE]') inspected.set('"buffer"', '".."');
    return inspectMembers(inspected);
  }
}

/** `to_s` of a return value: of lists that is their `inspect`. */
function returnText(bytes: Uint8Array, kind: number, start: number): string {
  return kind === KIND.ARRAY ? inspectAt(bytes, start).text : joinedAt(bytes, start).text;
}
