// SPDX-License-Identifier: MIT
/**
 * Runs a case of the log language through the real analyzer and says what differs from its expectations.
 * @module
 */
import type { Analyzer, ProcessHeader, ReportFacts } from '../analysis/analyzer';
import { createAnalyzer } from '../analysis/create-analyzer';
import { normalArgName } from '../analysis/catalogue';
import type { Argument, CallCursor } from '../model/call';
import {
  STEP_NAMES,
  type AnalysisDocument,
  type CallRef,
  type Edge,
  type FingerprintFinding,
  type InjectionEdge,
} from '../model/document';
import { builtinTechniqueRules } from './technique-rules';
import type { Case, CaseCall, CaseProcess, ExpectedEdge, ExpectedFinding } from './case-language';

/** Words that stand for numbers in cases, so that they read like documentation. */
const CONSTANTS = new Map<string, bigint>(
  Object.entries({
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
  }),
);

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
  get repeated(): number {
    return this.call.repeated;
  }
  get caller(): bigint | null {
    return this.call.caller === null ? null : toNumber(this.call.caller);
  }
  text(name: string): string | null {
    const arg = this.call.args.find((a) => normalArgName(this.call.api, a.name) === name);
    return arg ? arg.text : this.nested(name);
  }
  /** `registers.eip=0x401000` and its like, as the JSON object that reports hold. */
  private nested(name: string): string | null {
    const parts = this.call.args.filter((a) => a.name.startsWith(`${name}.`));
    const fields = parts.map((part) => `"${part.name.slice(name.length + 1)}": ${Number(part.text)}`);
    return parts.length === 0 ? null : `{${fields.join(', ')}}`;
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
  const parts = text.split('|').map((part) => CONSTANTS.get(part.trim()));
  return parts.every((part) => part !== undefined) ? parts.reduce((sum, part) => sum! | part!, 0n)! : null;
}

/** Feeds the case's processes in the given order (default: as written), and gives the result. */
export function analyseCase(
  test: Case,
  analyzer: Analyzer = createAnalyzer(),
  order?: readonly number[],
): AnalysisDocument {
  feedCase(test, analyzer, order);
  return analyzer.finish(reportOf(test)).document;
}

export function feedCase(
  test: Case,
  analyzer: Analyzer,
  order: readonly number[] = test.processes.map((_, procId) => procId),
): void {
  const cursor = new CaseCursor();
  for (const procId of order) {
    const process = test.processes[procId]!;
    const header = headerOf(process);
    // Cuckoo 2 logs a process's pid after its calls.
    analyzer.beginProcess(procId, test.dialect === 'cuckoo-2' ? null : header);
    process.calls.forEach((call, index) => analyzer.step(cursor.stand(procId, index, call)));
    analyzer.endProcess(header, process.calls.length);
  }
}

/** What a report would say of the process. */
export function headerOf(process: CaseProcess): ProcessHeader {
  return {
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
}

/** What a report would say of itself. */
export function reportOf(test: Case): ReportFacts {
  return {
    file: test.name,
    sha256: '',
    bytes: 0,
    dialect: test.dialect,
    version: null,
    sample: test.sample === null ? null : { name: test.sample, sha256: null },
    complete: true,
    callsInMarks: 0,
  };
}

/** One line for each difference between what a case expects and what was found; empty when it holds. */
export function differences(test: Case, document: AnalysisDocument): string[] {
  const out: string[] = [];
  const listsCreation = test.expected.some((edge) => edge.verdict === 'creation');
  const left = document.edges.filter((edge) =>
    edge.kind === 'injection' ? true : listsCreation && edge.basis !== 'signature',
  );
  for (const expected of test.expected) {
    const at = left.findIndex((edge) => sameEdge(expected, edge, document));
    if (at < 0) {
      out.push(
        `line ${expected.line}: not found: ${expected.verdict} ${expected.source} -> ${expected.target} ${expected.technique ?? ''}`,
      );
      continue;
    }
    const [edge] = left.splice(at, 1);
    if (edge?.kind === 'injection') out.push(...edgeDifferences(expected, edge, document));
  }
  for (const edge of left) {
    // A parent that the report states needs no mention.
    if (edge.basis === 'ppid') continue;
    const name = edge.kind === 'injection' ? `${edge.verdict} ${edge.technique}` : 'creation';
    out.push(`not expected: ${name} ${edge.sourcePid} -> ${edge.targetPid}`);
  }
  const tree = document.processes
    .filter((process) => process.inSampleTree)
    .map((process) => pidName(process.procId, document));
  if (test.tree && test.tree.join(' ') !== tree.join(' '))
    out.push(`tree: expected ${test.tree.join(' ')}, found ${tree.join(' ')}`);
  for (const expected of test.findings) {
    const { rule, pid, absent, line } = expected;
    const ofRule = document.fingerprints.filter((finding) => finding.rule === rule && finding.pid === pid);
    if (ofRule.some((finding) => sameFinding(expected, finding)) !== absent) continue;
    const seen = ofRule.map((finding) => JSON.stringify(said(finding))).join(' ');
    out.push(
      `line ${line}: finding ${rule} of ${pid} ${absent ? 'must not be there' : 'not found'}; found: ${seen || 'none'}`,
    );
  }
  if (test.onlyFindings)
    for (const finding of document.fingerprints) {
      const isListed = test.findings.some(
        (expected) =>
          !expected.absent &&
          expected.rule === finding.rule &&
          expected.pid === finding.pid &&
          sameFinding(expected, finding),
      );
      if (!isListed) out.push(`not expected: finding ${finding.rule} ${JSON.stringify(said(finding))}`);
    }
  return out;
}

function edgeDifferences(expected: ExpectedEdge, edge: InjectionEdge, document: AnalysisDocument): string[] {
  const out: string[] = [];
  const at = `line ${expected.line}`;
  const place = ({ procId, index }: CallRef): string =>
    procId === edge.sourceProcId ? `${index}` : `${pidName(procId, document)}:${index}`;
  for (const name of STEP_NAMES) {
    const found = edge.steps[name].map(place).join(' ');
    const wanted = (expected.steps?.[name] ?? []).join(' ');
    if (expected.steps && found !== wanted)
      out.push(`${at}: step ${name}: expected [${wanted}], found [${found}]`);
  }
  const codes = edge.why.map((reason) => reason.code);
  for (const code of expected.why)
    if (!codes.includes(code)) out.push(`${at}: no reason ${code} among ${codes.join(' ')}`);
  if (expected.raised) {
    const always = new Set(alwaysGiven(edge.technique));
    const raised = codes.filter((code) => !always.has(code)).join(' ');
    if (raised !== expected.raised.join(' '))
      out.push(`${at}: raised by [${raised}], not [${expected.raised.join(' ')}]`);
  }
  if (expected.confidence !== null && expected.confidence !== edge.confidence)
    out.push(`${at}: confidence ${edge.confidence}`);
  return out;
}

/** The reasons that a built-in rule gives whenever it matches. */
function alwaysGiven(technique: string): string[] {
  const rule = builtinTechniqueRules().find(({ id }) => id === technique);
  return rule?.why.map((entry) => (typeof entry === 'string' ? entry : entry.code)) ?? [];
}

/** `200`, or `200#2` for the second process of the report with that pid. */
function pidName(procId: number, document: AnalysisDocument): string {
  const pid = document.processes.find((process) => process.procId === procId)?.pid;
  const nth = document.processes
    .filter((process) => process.pid === pid)
    .findIndex((process) => process.procId === procId);
  return nth > 0 ? `${pid}#${nth + 1}` : `${pid}`;
}

/** What a finding says, in the words of `expect finding`. */
function said(finding: FingerprintFinding): Record<string, string> {
  return {
    artefact: finding.artefact ?? '',
    found: String(finding.found),
    strength: finding.strength,
    count: String(finding.count),
    exact: finding.exact.join(','),
    calls: finding.calls.map((call) => call.index).join(','),
    cuckoo: finding.knownSignatures.cuckoo.join(','),
    cape: finding.knownSignatures.cape.join(','),
    named: finding.namedByReport.join(','),
    tree: String(finding.inSampleTree),
  };
}

function sameFinding(expected: ExpectedFinding, finding: FingerprintFinding): boolean {
  const wanted: Record<string, string | number | boolean | null> = { ...expected };
  return Object.entries(said(finding)).every(([name, text]) => {
    const value = wanted[name];
    return value === null || value === undefined || String(value).toLowerCase() === text.toLowerCase();
  });
}

function sameEdge(expected: ExpectedEdge, edge: Edge, document: AnalysisDocument): boolean {
  const verdict = edge.kind === 'creation' ? 'creation' : edge.verdict;
  if (verdict !== expected.verdict) return false;
  if (!samePid(expected.source, edge.sourcePid, edge.sourceProcId, document)) return false;
  if (!samePid(expected.target, edge.targetPid, edge.targetProcId, document)) return false;
  if (edge.kind === 'creation') return edge.basis === (expected.technique === 'ppid' ? 'ppid' : 'call');
  if (expected.technique !== null && expected.technique !== edge.technique) return false;
  return expected.attack === null || expected.attack === edge.attack;
}

/** `200`, or `200#2` for the second process of the report with that pid, or `?` for an unknown pid. */
function samePid(
  wanted: string,
  pid: number | null,
  procId: number | null,
  document: AnalysisDocument,
): boolean {
  if (wanted === '?') return pid === null;
  const [text, nth] = wanted.split('#');
  if (pid !== Number(text)) return false;
  if (nth === undefined) return true;
  const same = document.processes.filter((process) => process.pid === pid);
  return same[Number(nth) - 1]?.procId === procId;
}
