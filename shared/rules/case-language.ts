// SPDX-License-Identifier: MIT
/**
 * The log language: a case as a malware analyst would jot it down, a few lines of processes and calls, then
 * what must be found. docs/detection.md describes it.
 *
 * @example
 * process 100 sample.exe
 *   NtOpenProcess process_identifier=200 process_handle=0x44
 *   WriteProcessMemory process_handle=0x44 base_address=0x10000 buffer="MZ\x90"
 *   CreateRemoteThread process_handle=0x44 function_address=0x10000 = 0x48
 * process 200 svchost.exe
 * expect injection 100 -> 200 remote-thread-injection
 *   open 0
 *   write 1
 *   execute 2
 * @module
 */
import { UserError } from '../errors/kinds';
import { STEP_NAMES, type Dialect, type StepName } from '../model/document';

export interface CaseArgument {
  name: string;
  text: string;
}

export interface CaseCall {
  api: string;
  args: CaseArgument[];
  returnValue: string | null;
  ok: boolean;
  timeMs: number;
  tid: number;
  /** How often the monitor folded an equal call into this one. */
  repeated: number;
  caller: string | null;
  line: number;
}

export interface CaseProcess {
  pid: number;
  name: string;
  path: string | null;
  commandLine: string | null;
  ppid: number | null;
  firstSeenMs: number;
  tracked: boolean | null;
  modules: { base: bigint; size: bigint; path: string }[];
  calls: CaseCall[];
}

export interface ExpectedEdge {
  verdict: 'creation' | 'injection' | 'attempt' | 'suspicious';
  /** pid, or pid#2 for the second process that bore it. */
  source: string;
  target: string;
  /** Rule id; null where any will do. Of a creation: `ppid` where no call shows it. */
  technique: string | null;
  attack: string | null;
  /** Calls by step: positions in the source, or `pid:position` in another process; null where not listed. */
  steps: Partial<Record<StepName, string[]>> | null;
  /** Codes of reasons that must be given. */
  why: string[];
  /** Codes of the reasons beyond those that the rule always gives, in order; null where not listed. */
  raised: string[] | null;
  confidence: number | null;
  line: number;
}

export interface Case {
  name: string;
  dialect: Dialect;
  sample: string | null;
  processes: CaseProcess[];
  expected: ExpectedEdge[];
  /** Fingerprinting findings that must be there, or (`absent`) must not. */
  findings: ExpectedFinding[];
  /** No finding may be there that is not listed. */
  onlyFindings: boolean;
  /** The processes that are the sample's doing, as pids or pid#n; null where not listed. */
  tree: string[] | null;
}

/**
 * A fingerprinting finding by rule and pid, and what it must say where the case names it. One `expect finding`
 * holds when one finding of the rule fits all of it.
 */
export interface ExpectedFinding {
  rule: string;
  pid: number;
  absent: boolean;
  artefact: string | null;
  /** `true`, `false` or `null` as text. */
  found: string | null;
  strength: string | null;
  count: number | null;
  /** Rows proven, in order. */
  exact: string | null;
  /** Positions of the calls. */
  calls: string | null;
  /** Names of signatures, comma-separated; an empty text for none. */
  cuckoo: string | null;
  cape: string | null;
  named: string | null;
  /** Whether it is the sample's doing. */
  tree: string | null;
  line: number;
}

/** A file of several cases: each begins with a `case` line; what stands before the first belongs to it. */
export function parseCases(file: string, text: string): Case[] {
  const lines = text.split(/\r?\n/);
  const starts = lines.flatMap((line, at) => (/^case(\s|$)/.test(line) ? [at] : []));
  if (starts.length < 2) return [parseCase(file, text)];
  starts[0] = 0;
  // Blank lines in front keep line numbers true.
  return starts.map((start, at) =>
    parseCase(file, '\n'.repeat(start) + lines.slice(start, starts[at + 1]).join('\n')),
  );
}

const VERDICTS = new Set(['creation', 'injection', 'attempt', 'suspicious']);
const START_MS = 1_500_000_000_000;

/** @throws UserError `case-invalid` with file, line and reason. */
export function parseCase(file: string, text: string): Case {
  const result: Case = {
    name: file,
    dialect: 'cuckoo-2',
    sample: null,
    processes: [],
    expected: [],
    findings: [],
    onlyFindings: false,
    tree: null,
  };
  let process: CaseProcess | null = null;
  let edge: ExpectedEdge | null = null;
  let clockMs = START_MS;
  text.split(/\r?\n/).forEach((raw, at) => {
    const line = at + 1;
    const fail = (reason: string): never => {
      throw new UserError('case-invalid', { file, line, reason });
    };
    const body = raw.replace(/(^|\s)#.*$/, '').trimEnd();
    if (body.trim() === '') return;
    const indented = /^\s/.test(body);
    const words = splitWords(body.trim(), fail);
    const head = words[0]!;
    if (!indented) {
      edge = null;
      switch (head.text) {
        case 'case':
          result.name = words
            .slice(1)
            .map((word) => word.text)
            .join(' ');
          return;
        case 'dialect':
          result.dialect = (words[1]?.text ?? fail('a dialect is missing')) as Dialect;
          return;
        case 'sample':
          result.sample = words[1]?.text ?? fail('a name is missing');
          return;
        case 'process':
          clockMs += 1000;
          process = parseProcess(words, clockMs, fail);
          result.processes.push(process);
          return;
        case 'expect':
          edge = parseExpect(words, line, result, fail);
          return;
        default:
          fail(`"${head.text}" is none of case, dialect, sample, process, expect`);
      }
    } else if (edge) {
      expectOfEdge(
        edge,
        head.text,
        words.slice(1).map((word) => word.text),
        fail,
      );
    } else if (process) {
      clockMs += 10;
      process.calls.push(parseCall(words, clockMs, line, fail));
    } else fail('a call stands before the first process');
  });
  return result;
}

function expectOfEdge(
  edge: ExpectedEdge,
  what: string,
  values: string[],
  fail: (reason: string) => never,
): void {
  if (what === 'why') edge.why = values;
  else if (what === 'raised') edge.raised = values.filter((value) => value !== 'nothing');
  else if (what === 'confidence') edge.confidence = Number(values[0]);
  else if (STEP_NAMES.includes(what as StepName)) edge.steps = { ...edge.steps, [what]: values };
  else fail(`"${what}" is no step, nor why, raised or confidence`);
}

interface Word {
  text: string;
  /** `name` of `name=value`, else null. */
  name: string | null;
}

/** Words are separated by blanks; `name="a b"` keeps blanks; inside quotes `\"` is a quote, all else literal. */
function splitWords(body: string, fail: (reason: string) => never): Word[] {
  const words: Word[] = [];
  const pattern = /(?:([A-Za-z_][\w.]*)=(?=\S))?(?:"((?:\\"|[^"])*)"|(\S+))/gy;
  let at = 0;
  while (at < body.length) {
    if (/\s/.test(body[at]!)) {
      at++;
      continue;
    }
    pattern.lastIndex = at;
    const found = pattern.exec(body);
    if (!found) return fail(`cannot read "${body.slice(at, at + 20)}"`);
    words.push({
      name: found[1] ?? null,
      text: found[2] === undefined ? found[3]! : found[2].replaceAll('\\"', '"'),
    });
    at = pattern.lastIndex;
  }
  return words;
}

function parseProcess(words: Word[], clockMs: number, fail: (reason: string) => never): CaseProcess {
  const pid = Number(words[1]?.text);
  if (!Number.isInteger(pid)) fail('a process needs a pid');
  const named = new Map(words.filter((word) => word.name !== null).map((word) => [word.name!, word.text]));
  const plain = words.slice(2).filter((word) => word.name === null);
  const name = plain[0]?.text ?? 'process.exe';
  const modules = (named.get('module') ?? '')
    .split(',')
    .filter(Boolean)
    .map((text) => {
      const [path, base, size] = text.split('@');
      return { path: path!, base: BigInt(base ?? 0), size: BigInt(size ?? '0x1000') };
    });
  const tracked = named.get('tracked');
  return {
    pid,
    name,
    path: named.get('path') ?? null,
    commandLine: named.get('command_line') ?? null,
    ppid: named.has('ppid') ? Number(named.get('ppid')) : null,
    firstSeenMs: named.has('at') ? START_MS + Number(named.get('at')) : clockMs,
    tracked: tracked === undefined ? null : tracked === 'true',
    modules,
    calls: [],
  };
}

function parseCall(words: Word[], clockMs: number, line: number, fail: (reason: string) => never): CaseCall {
  const call: CaseCall = {
    api: words[0]!.text,
    args: [],
    returnValue: null,
    ok: true,
    timeMs: clockMs,
    tid: 1,
    repeated: 0,
    caller: null,
    line,
  };
  for (let i = 1; i < words.length; i++) {
    const word = words[i]!;
    if (word.name !== null) call.args.push({ name: word.name, text: word.text });
    else if (word.text === '=') call.returnValue = words[++i]?.text ?? fail('a return value is missing');
    else if (word.text === 'fails') call.ok = false;
    else if (word.text === 'from') call.caller = words[++i]?.text ?? fail('a caller is missing');
    else if (word.text === 'thread') call.tid = Number(words[++i]?.text);
    else if (word.text === 'repeated') call.repeated = Number(words[++i]?.text);
    else if (word.text === 'at') call.timeMs = START_MS + Number(words[++i]?.text);
    else
      fail(
        `"${word.text}" is no argument (name=value), no "= return", no "fails", no "from caller", "at ms", "thread id", "repeated n"`,
      );
  }
  return call;
}

function parseExpect(
  words: Word[],
  line: number,
  result: Case,
  fail: (reason: string) => never,
): ExpectedEdge | null {
  const kind = words[1]?.text ?? fail('expect what?');
  if (kind === 'nothing') return null;
  if (kind === 'no-other-finding') {
    result.onlyFindings = true;
    return null;
  }
  if (kind === 'tree') {
    result.tree = words.slice(2).map((word) => word.text);
    return null;
  }
  if (kind === 'finding' || kind === 'no-finding') {
    const told = new Map(words.filter((word) => word.name !== null).map((word) => [word.name!, word.text]));
    const plain = words.slice(2).filter((word) => word.name === null);
    const say = (name: string): string | null => told.get(name) ?? null;
    const count = say('count');
    result.findings.push({
      rule: plain[0]?.text ?? fail('a rule is missing'),
      pid: Number(plain[1]?.text ?? result.processes[0]?.pid),
      absent: kind === 'no-finding',
      artefact: say('artefact'),
      found: say('found'),
      strength: say('strength'),
      count: count === null ? null : Number(count),
      exact: say('exact'),
      calls: say('calls'),
      cuckoo: say('cuckoo'),
      cape: say('cape'),
      named: say('named'),
      tree: say('tree'),
      line,
    });
    return null;
  }
  if (!VERDICTS.has(kind))
    fail(
      `"${kind}" is none of creation, injection, attempt, suspicious, finding, no-other-finding, tree, nothing`,
    );
  if (words[3]?.text !== '->') fail('an edge is written: expect injection 100 -> 200 rule');
  const edge: ExpectedEdge = {
    verdict: kind as ExpectedEdge['verdict'],
    source: words[2]!.text,
    target: words[4]?.text ?? fail('a target is missing'),
    technique: words[5]?.text ?? null,
    attack: words[6]?.text ?? null,
    steps: null,
    why: [],
    raised: null,
    confidence: null,
    line,
  };
  result.expected.push(edge);
  return edge;
}
