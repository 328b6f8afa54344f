// SPDX-License-Identifier: MIT
/**
 * Runs a case of the log language through the real analyzer and says what differs from its expectations.
 * @module
 */
import type { Analyzer } from '../analysis/analyzer';
import { createAnalyzer } from '../analysis/create-analyzer';
import { normalArgName } from '../analysis/catalogue';
import type { Argument, CallCursor } from '../model/call';
import { STEP_NAMES, type AnalysisDocument, type Edge } from '../model/document';
import type { Case, CaseCall, ExpectedEdge } from './case-language';

/** Words that stand for numbers in cases, so that they read like documentation. */
const CONSTANTS: Record<string, bigint> = {
  PAGE_NOACCESS: 0x1n,
  PAGE_READONLY: 0x2n,
  PAGE_READWRITE: 0x4n,
  PAGE_EXECUTE: 0x10n,
  PAGE_EXECUTE_READ: 0x20n,
  PAGE_EXECUTE_READWRITE: 0x40n,
  PAGE_GUARD: 0x100n,
  CREATE_SUSPENDED: 0x4n,
  DEBUG_PROCESS: 0x1n,
  SELF: 0xffff_ffffn,
  SELF64: 0xffff_ffff_ffff_ffffn,
};

/** Stands on one call of a case. */
export class CaseCursor implements CallCursor {
  procId = 0;
  index = 0;
  private call!: CaseCall;

  stand(procId: number, index: number, call: CaseCall): this {
    this.procId = procId;
    this.index = index;
    this.call = call;
    return this;
  }
  get api(): string {
    return this.call.api;
  }
  readonly category = '';
  get timeMs(): number {
    return this.call.timeMs;
  }
  get tid(): number {
    return this.call.tid;
  }
  get ok(): boolean {
    return this.call.ok;
  }
  get returnValue(): bigint | null {
    return this.call.returnValue === null ? null : toNumber(this.call.returnValue);
  }
  readonly repeated = 0;
  get caller(): bigint | null {
    return this.call.caller === null ? null : toNumber(this.call.caller);
  }
  text(name: string): string | null {
    const arg = this.call.args.find((a) => normalArgName(this.call.api, a.name) === name);
    return arg ? arg.text : null;
  }
  number(name: string): bigint | null {
    const text = this.text(name);
    return text === null ? null : toNumber(text);
  }
  flag(): string | null {
    return null;
  }
  args(): Argument[] {
    return this.call.args.map((arg) => ({
      rawName: arg.name,
      name: normalArgName(this.call.api, arg.name),
      text: arg.text,
      words: null,
    }));
  }
}

function toNumber(text: string): bigint | null {
  if (/^(0x[0-9a-f]+|\d+)$/i.test(text)) return BigInt(text);
  const parts = text.split('|').map((part) => CONSTANTS[part.trim()]);
  return parts.every((part) => part !== undefined) ? parts.reduce((sum, part) => sum! | part!, 0n)! : null;
}

/** Feeds the case's processes in the given order (default: as written). */
export function analyseCase(
  test: Case,
  analyzer: Analyzer = createAnalyzer(),
  order: readonly number[] = test.processes.map((_, procId) => procId),
): AnalysisDocument {
  const cursor = new CaseCursor();
  for (const procId of order) {
    const process = test.processes[procId]!;
    const header = {
      pid: process.pid,
      ppid: process.ppid,
      nativeId: null,
      name: process.name,
      path: process.path ?? `C:\\${process.name}`,
      commandLine: process.commandLine,
      firstSeenMs: process.firstSeenMs,
      tracked: process.tracked,
      modules: process.modules,
    };
    // Cuckoo 2 logs a process's pid after its calls.
    analyzer.beginProcess(procId, test.dialect === 'cuckoo-2' ? null : header);
    process.calls.forEach((call, index) => analyzer.step(cursor.stand(procId, index, call)));
    analyzer.endProcess(header, process.calls.length);
  }
  return analyzer.finish({
    file: test.name,
    sha256: '',
    bytes: 0,
    dialect: test.dialect,
    version: null,
    sample: test.sample === null ? null : { name: test.sample, sha256: null },
    complete: true,
    callsInMarks: 0,
  }).document;
}

/** One line for each difference between what a case expects and what was found; empty when it holds. */
export function differences(test: Case, document: AnalysisDocument): string[] {
  const out: string[] = [];
  const listsCreation = test.expected.some((edge) => edge.verdict === 'creation');
  const left = document.edges.filter((edge) =>
    edge.kind === 'injection' ? true : listsCreation && edge.basis === 'call',
  );
  for (const expected of test.expected) {
    const at = left.findIndex((edge) => sameEdge(expected, edge, document));
    if (at < 0) {
      out.push(`line ${expected.line}: not found: ${expected.verdict} ${expected.source} -> ${expected.target} ${expected.technique ?? ''}`);
      continue;
    }
    const [edge] = left.splice(at, 1);
    if (expected.steps && edge?.kind === 'injection')
      for (const name of STEP_NAMES) {
        const found = edge.steps[name].map((call) => call.index).join(' ');
        const wanted = (expected.steps[name] ?? []).join(' ');
        if (found !== wanted) out.push(`line ${expected.line}: step ${name}: expected [${wanted}], found [${found}]`);
      }
  }
  for (const edge of left) {
    const name = edge.kind === 'injection' ? `${edge.verdict} ${edge.technique}` : 'creation';
    out.push(`not expected: ${name} ${edge.sourcePid} -> ${edge.targetPid}`);
  }
  for (const { rule, pid, absent, line } of test.findings) {
    const found = document.fingerprints.some((finding) => finding.rule === rule && finding.pid === pid);
    if (found === absent) out.push(`line ${line}: finding ${rule} of ${pid} ${absent ? 'must not be there' : 'not found'}`);
  }
  return out;
}

function sameEdge(expected: ExpectedEdge, edge: Edge, document: AnalysisDocument): boolean {
  const verdict = edge.kind === 'creation' ? 'creation' : edge.verdict;
  if (verdict !== expected.verdict) return false;
  if (!samePid(expected.source, edge.sourcePid, edge.sourceProcId, document)) return false;
  if (!samePid(expected.target, edge.targetPid, edge.targetProcId, document)) return false;
  if (edge.kind === 'creation') return true;
  if (expected.technique !== null && expected.technique !== edge.technique) return false;
  return expected.attack === null || expected.attack === edge.attack;
}

/** `200`, or `200#2` for the second process of the report with that pid, or `?` for an unknown pid. */
function samePid(wanted: string, pid: number | null, procId: number | null, document: AnalysisDocument): boolean {
  if (wanted === '?') return pid === null;
  const [text, nth] = wanted.split('#');
  if (pid !== Number(text)) return false;
  if (nth === undefined) return true;
  const same = document.processes.filter((process) => process.pid === pid);
  return same[Number(nth) - 1]?.procId === procId;
}
