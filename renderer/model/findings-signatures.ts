// SPDX-License-Identifier: MIT
/**
 * The report's own signatures beside our findings: what both say, what only they say, what only we say. Only
 * signatures about fingerprinting and injection are compared; the others speak of things we do not judge. Pure.
 * @module
 */
import type {
  AnalysisDocument,
  FingerprintFinding,
  InjectionEdge,
  ReportSignature,
} from '../../shared/model/document';
import { categoriesOf, type FindingRef, keyOf, type RuleRow } from './findings';
import { callKey, evidenceOf } from './report-model';

export type SignatureKind = 'fingerprint' | 'injection';

/** A signature and what of ours says the same. */
export interface SignatureMatch {
  signature: ReportSignature;
  kind: SignatureKind;
  /** Rules whose findings it names or implements, and injections that it speaks of. */
  findings: FindingRef[];
  edges: InjectionEdge[];
  /**
   * `named`: by a call or a text of its marks. `kind`: it carries neither, but is known to look for just that.
   */
  by: 'named' | 'kind';
}

export interface SignatureComparison {
  both: SignatureMatch[];
  theirs: { signature: ReportSignature; kind: SignatureKind }[];
  ourFindings: RuleRow[];
  ourEdges: InjectionEdge[];
  /** Number of signatures that are about neither. */
  others: number;
}

/** Names of signatures about injection into another process, in Cuckoo's and CAPE's spelling. */
const INJECTION =
  /inject|hollow|runpe|doppel|ghosting|herpaderp|atom_?bomb|early_?bird|_apc|apc_|remote_process|setcontextthread|stomping|section_mapping|setwindowlong|^susevent_(mapview|setthread|queueapc|createremote)|^wrote_proc_memory$/i;
/** Names that look like it and mean something else: memory of one's own, and looking for a process. */
const NOT_INJECTION = /^injection_(rwx|process_search|network_traffic|needextension)$|stomping_probing/i;

/** Which techniques a signature without marks can mean; one that is not listed can mean any. */
const TECHNIQUES: readonly [RegExp, readonly string[]][] = [
  [/transacted/i, ['transacted-hollowing']],
  [/doppel/i, ['process-doppelganging']],
  [/runpe|hollow/i, ['process-hollowing', 'transacted-hollowing']],
  [
    /remote_?thread/i,
    ['remote-thread-injection', 'dll-injection', 'reflective-dll-injection', 'foreign-thread'],
  ],
  [/apc/i, ['apc-injection', 'early-bird-apc']],
  [/setcontextthread|setthreadcontext/i, ['process-hollowing', 'thread-hijacking', 'transacted-hollowing']],
  [/section_mapping|mapview/i, ['section-view-injection', 'process-hollowing', 'early-bird-apc']],
  [/setwindowlong|_explorer$/i, ['extra-window-memory']],
  [/atom_?bomb/i, ['atom-bombing']],
  [/stomping/i, ['module-stomping']],
];

/** @param isFingerprint whether a signature of that name is about the environment (the tables of signatures) */
export function compareSignatures(
  document: AnalysisDocument,
  isFingerprint: (name: string) => boolean,
): SignatureComparison {
  const findings = document.fingerprints.filter(({ inSampleTree }) => inSampleTree);
  const edges = document.edges.filter((edge) => edge.kind === 'injection');
  const edgesOfCall = new Map<string, InjectionEdge[]>();
  for (const edge of edges)
    for (const { procId, index } of evidenceOf(edge)) {
      const key = callKey(procId, index);
      edgesOfCall.set(key, [...(edgesOfCall.get(key) ?? []), edge]);
    }

  const result: SignatureComparison = { both: [], theirs: [], ourFindings: [], ourEdges: [], others: 0 };
  for (const signature of document.signatures) {
    const found = matchFindings(signature, findings);
    const hit = matchEdges(signature, edges, edgesOfCall);
    const kind = kindOf(signature.name, found.findings.length > 0, hit.edges.length > 0, isFingerprint);
    if (kind === null) result.others += 1;
    else if (found.findings.length + hit.edges.length === 0) result.theirs.push({ signature, kind });
    else {
      const by = found.by === 'named' || hit.by === 'named' ? 'named' : 'kind';
      result.both.push({ signature, kind, findings: found.findings, edges: hit.edges, by });
    }
  }

  const saidRules = new Set(result.both.flatMap((match) => match.findings.map(keyOf)));
  const saidEdges = new Set(result.both.flatMap((match) => match.edges.map(({ id }) => id)));
  const members = findings.map((finding) => ({ reportId: 0, finding }));
  result.ourFindings = categoriesOf(members)
    .flatMap(({ rules }) => rules)
    .filter(({ key }) => !saidRules.has(key))
    .sort((a, b) => Number(b.strong) - Number(a.strong));
  result.ourEdges = edges.filter(({ id }) => !saidEdges.has(id));
  return result;
}

function kindOf(
  name: string,
  hasFindings: boolean,
  hasEdges: boolean,
  isFingerprint: (name: string) => boolean,
): SignatureKind | null {
  if (hasEdges) return 'injection';
  if (hasFindings || isFingerprint(name)) return 'fingerprint';
  return INJECTION.test(name) && !NOT_INJECTION.test(name) ? 'injection' : null;
}

type By = SignatureMatch['by'];

function matchFindings(
  { name }: ReportSignature,
  findings: readonly FingerprintFinding[],
): { findings: FindingRef[]; by: By } {
  const named = findings.filter(({ namedByReport }) => namedByReport.includes(name));
  // A signature that names nothing of ours may still be one that is known to look for just that.
  const same = named.length > 0 ? named : findings.filter((finding) => implementedBy(finding, name));
  const refs = new Map(
    same.map(({ rule, inSampleTree }) => [rule, { rule, inSampleTree }] as [string, FindingRef]),
  );
  return { findings: [...refs.values()], by: named.length > 0 ? 'named' : 'kind' };
}

function implementedBy({ knownSignatures }: FingerprintFinding, name: string): boolean {
  return knownSignatures.cuckoo.includes(name) || knownSignatures.cape.includes(name);
}

function matchEdges(
  { name, calls }: ReportSignature,
  edges: readonly InjectionEdge[],
  edgesOfCall: ReadonlyMap<string, readonly InjectionEdge[]>,
): { edges: InjectionEdge[]; by: By } {
  const stated = edges.filter(({ why }) => why.some(({ params }) => params['signature'] === name));
  if (stated.length > 0) return { edges: stated, by: 'named' };
  if (!INJECTION.test(name) || NOT_INJECTION.test(name)) return { edges: [], by: 'kind' };
  if (calls.length > 0) {
    const shared = calls.flatMap(({ procId, index }) => edgesOfCall.get(callKey(procId, index)) ?? []);
    return { edges: [...new Set(shared)], by: 'named' };
  }
  const meant = TECHNIQUES.find(([pattern]) => pattern.test(name))?.[1];
  return { edges: edges.filter(({ technique }) => meant?.includes(technique) ?? true), by: 'kind' };
}
