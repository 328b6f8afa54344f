// SPDX-License-Identifier: MIT
/**
 * The result of analysing one report, in the shape that `kanshiki analyze --format json` prints
 * (schema "kanshiki.analysis/1"). The window stores and shows the same objects, so there is one truth.
 * @module
 */

/** Report dialects, told apart by shape and never by `info.version`. */
export type Dialect =
  | 'cuckoo-0'
  | 'cuckoo-1'
  | 'cuckoo-modified'
  | 'cuckoo-2'
  | 'cuckoo-3'
  | 'cape'
  | 'vt-cuckoofork'
  | 'cuckoo-bson';

/** One call as evidence. `procId` + `index` is its identity; `api` is repeated for the reader. */
export interface CallRef {
  procId: number;
  /** 0-based position in that process's `calls` array. */
  index: number;
  api: string;
}

export interface ReportSummary {
  /** Base name; inside a folder the relative path. */
  file: string;
  /** Of the report's bytes after decompression. */
  sha256: string;
  bytes: number;
  dialect: Dialect;
  version: string | null;
  sample: { name: string | null; sha256: string | null } | null;
  calls: number;
  callsInMarks: number;
  complete: boolean;
}

export interface ProcessSummary {
  procId: number;
  pid: number;
  ppid: number | null;
  parentProcId: number | null;
  /** The report's own process identity (Cuckoo 3 `procid`), or null. */
  nativeId: number | null;
  name: string | null;
  path: string | null;
  commandLine: string | null;
  /** Milliseconds since 1970; logged local times are read as UTC. */
  firstSeenMs: number | null;
  calls: number;
  tracked: boolean | null;
  inSampleTree: boolean;
}

/** A process acted upon but absent from the report's list; one per lifetime. */
export interface ExternalProcess {
  id: `x${number}`;
  pid: number | null;
  name: string | null;
}

/** The ten places that evidence of an injection can take, in the order of the story. */
export const STEP_NAMES = [
  'create',
  'open',
  'read',
  'allocate',
  'protect',
  'map',
  'unmap',
  'write',
  'context',
  'execute',
] as const;
export type StepName = (typeof STEP_NAMES)[number];
export type Steps = Record<StepName, CallRef[]>;

/** A reason in words, both languages made from `code` and `params`. */
export interface Reason {
  code: string;
  params: Record<string, string | number>;
  en: string;
  ja: string;
}

interface EdgeEnds {
  id: string;
  basis: 'call' | 'ppid' | 'signature';
  /** null when the end is an external process; then `source`/`target` names it. */
  sourceProcId: number | null;
  targetProcId: number | null;
  sourcePid: number | null;
  targetPid: number | null;
  source?: `x${number}`;
  target?: `x${number}`;
}

export interface CreationEdge extends EdgeEnds {
  kind: 'creation';
  calls: CallRef[];
}

export type Verdict = 'injection' | 'attempt' | 'suspicious';

export interface InjectionEdge extends EdgeEnds {
  kind: 'injection';
  verdict: Verdict;
  /** Rule id, e.g. `process-hollowing`. */
  technique: string;
  /** MITRE ATT&CK id, e.g. `T1055.012`. */
  attack: string;
  /** 0 to 1. */
  confidence: number;
  /** Every evidence call stands in exactly one step. */
  steps: Steps;
  why: Reason[];
}

export type Edge = CreationEdge | InjectionEdge;

export interface FingerprintFinding {
  rule: string;
  category: string;
  checks: number[];
  exact: number[];
  artefact: string | null;
  found: boolean | null;
  procId: number;
  pid: number;
  process: string | null;
  count: number;
  strength: 'strong' | 'weak';
  calls: CallRef[];
  description: { en: string; ja: string };
  knownSignatures: { cuckoo: string[]; cape: string[] };
  namedByReport: string[];
  inSampleTree: boolean;
}

export interface ReportSignature {
  name: string;
  description: string | null;
  severity: number | null;
  calls: CallRef[];
}

/** Trouble in a report is data: what was skipped, where, and why. */
export interface IngestIssue {
  code: string;
  message: string;
  offsetBytes: number | null;
  /** JSON path, e.g. `behavior.processes[3].calls[99]`. */
  path: string | null;
  /** What the message was made from, so that the window can say it in the reader's language; not printed. */
  params?: Record<string, string | number>;
}

export interface AnalysisDocument {
  schema: 'kanshiki.analysis/1';
  analyzer: string;
  rules: string;
  report: ReportSummary;
  processes: ProcessSummary[];
  externals: ExternalProcess[];
  edges: Edge[];
  fingerprints: FingerprintFinding[];
  signatures: ReportSignature[];
  issues: IngestIssue[];
}
