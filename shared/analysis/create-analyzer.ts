// SPDX-License-Identifier: MIT
/**
 * The analyzer: one pass over each process's calls, then `finish` joins what they knew of each other.
 * @module
 */
import type { CallCursor } from '../model/call';
import type { TargetTable } from '../ipc/ingest-port';
import type { AnalysisDocument, IngestIssue } from '../model/document';
import type { RuleSet } from '../rules/fingerprint/compile';
import { FingerprintEngine } from '../rules/fingerprint/engine';
import { builtinRuleSet } from '../rules/fingerprint/rules';
import { rulesHash } from '../rules/rules-hash';
import { builtinTechniqueRules, type TechniqueRule } from '../rules/technique-rules';
import type { Analyzer, CallVerdict, ProcessHeader, ReportFacts, SignatureInput } from './analyzer';
import { documentOf, prepareDocument, type Prepared } from './build-document';
import { handlerOf } from './observe/handlers';
import { ProcessObserver } from './observe/observer';
import { SharedObjects } from './observe/shared-objects';

/** Process references above which a document takes its time and memory, here and wherever it is sent. */
const MANY_REFS = 4096;

export interface AnalyzerOptions {
  /** Technique rules, sorted; the built-in ones where absent. See loadTechniqueRules for the user's own. */
  rules?: readonly TechniqueRule[];
  /** Fingerprinting rules, compiled; the built-in ones where absent. */
  fingerprintRules?: RuleSet;
}

export function createAnalyzer(options: AnalyzerOptions = {}): CallAnalyzer {
  return new CallAnalyzer(
    options.rules ?? builtinTechniqueRules(),
    options.fingerprintRules ?? builtinRuleSet(),
  );
}

export class CallAnalyzer implements Analyzer {
  private readonly shared = new SharedObjects();
  private readonly observers = new Map<number, ProcessObserver>();
  private readonly signatures: SignatureInput[] = [];
  private readonly issues: IngestIssue[] = [];
  private current: ProcessObserver | null = null;
  /** Process references that the last look knew of. */
  private refsSeen = 0;

  private readonly fingerprints: FingerprintEngine;

  constructor(
    private readonly rules: readonly TechniqueRule[],
    private readonly fingerprintRules: RuleSet,
  ) {
    this.fingerprints = new FingerprintEngine(fingerprintRules);
  }

  beginProcess(procId: number, header: ProcessHeader | null): void {
    let observer = this.observers.get(procId);
    if (!observer) {
      observer = new ProcessObserver(procId, header, this.shared);
      this.observers.set(procId, observer);
    }
    this.current = observer;
    const { refs, seenNames } = observer;
    this.fingerprints.beginProcess(procId, {
      get ownPid() {
        return refs.ownPid;
      },
      processName: (pid) => seenNames.get(pid) ?? null,
    });
  }

  step(cursor: CallCursor): CallVerdict {
    const observer = this.current!;
    const { marks, observe } = handlerOf(cursor.api);
    const verdict = observer.begin(cursor, marks);
    observe?.(observer, cursor);
    this.fingerprints.step(cursor);
    return verdict;
  }

  endProcess(header: ProcessHeader, calls: number): void {
    this.current?.end(header, calls);
    this.fingerprints.endProcess();
    this.current = null;
  }

  addSignature(signature: SignatureInput): void {
    this.signatures.push(signature);
  }

  addIssue(issue: IngestIssue): void {
    this.issues.push(issue);
  }

  /** Reports that know thousands of processes take longer to build: there, an older look must do for a while. */
  snapshot(report: ReportFacts): AnalysisDocument | null {
    const { length } = this.shared.refs;
    if (length > MANY_REFS && length < this.refsSeen * 2) return null;
    this.refsSeen = length;
    return this.build(report).document;
  }

  finish(report: ReportFacts): { document: AnalysisDocument; targets: TargetTable } {
    return this.build(report);
  }

  /** What was found apart from what rules make of it: to try other rules on the same report. */
  prepare(report: ReportFacts): Prepared {
    const observers = [...this.observers.values()].filter((o) => o.header !== null);
    observers.sort((a, b) => a.procId - b.procId);
    const { shared, signatures, issues } = this;
    return prepareDocument({ report, observers, shared, signatures, issues });
  }

  private build(report: ReportFacts): { document: AnalysisDocument; targets: TargetTable } {
    const prepared = this.prepare(report);
    const document = documentOf(prepared, this.rules);
    // Results are named by all rules that made them.
    document.rules = rulesHash(this.rules, plainRules(this.fingerprintRules));
    document.fingerprints = this.fingerprints.finish({
      processes: document.processes,
      signatures: document.signatures,
      signatureInputs: this.signatures,
    });
    return { document, targets: prepared.joined.ends };
  }
}

const plain = new WeakMap<RuleSet, readonly object[]>();

/** The rules as written, the same list each time. */
function plainRules(set: RuleSet): readonly object[] {
  let rules = plain.get(set);
  if (!rules) plain.set(set, (rules = set.compiled.map(({ rule }) => rule)));
  return rules;
}
