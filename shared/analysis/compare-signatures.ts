// SPDX-License-Identifier: MIT
/**
 * The report's own signatures beside our findings: what both say, what only the report says, what only we say.
 * A signature and an injection edge say the same when they name a common call; a signature that names no call is
 * held against the technique that its name speaks of.
 * @module
 */
import {
  STEP_NAMES,
  type AnalysisDocument,
  type InjectionEdge,
  type ReportSignature,
} from '../model/document';

export interface ComparedSignature {
  name: string;
  /** `both` where one of our findings says the same. */
  said: 'both' | 'only-theirs';
  /** Ids of injection edges that say the same. */
  edges: string[];
  /** Positions in `fingerprints` of findings that say the same. */
  fingerprints: number[];
}

export interface SignatureComparison {
  /** In the report's order. */
  signatures: ComparedSignature[];
  /** Our findings that no signature of the report names. */
  onlyOurs: { edges: string[]; fingerprints: number[] };
}

/** Which techniques a signature speaks of, by its name; the first that fits. null: of any injection. */
const TOPICS: readonly (readonly [RegExp, RegExp | null])[] = [
  [/runpe|hollow/i, /hollowing/],
  [/doppelg/i, /doppelganging/],
  [/createremotethread|create_remote_thread/i, /thread-injection|dll-injection|section-view/],
  [/apc/i, /apc|atom-bombing/],
  [/setcontext|resumethread|thread_hijack/i, /hollowing|hijacking|section-view/],
  [/section_mapping|mapviewofsection/i, /section-view|hollowing|apc/],
  [/injection_explorer|window_long/i, /window/],
  [/inject|execute_remote_process|wrote_proc_memory/i, null],
];

/** Named after injection, but about a process's own memory, its search for processes, or its traffic. */
const OTHER_TOPICS = /^injection_(rwx|process_search|network_traffic|needextension)$/i;

export function compareSignatures(document: AnalysisDocument): SignatureComparison {
  const injections = document.edges.filter((edge) => edge.kind === 'injection');
  const evidence = new Map(injections.map((edge) => [edge.id, placesOf(edge)]));
  const signatures = document.signatures.map((signature): ComparedSignature => {
    const edges = injections
      .filter((edge) => saysSame(signature, edge, evidence.get(edge.id)!))
      .map((edge) => edge.id);
    const fingerprints = document.fingerprints.flatMap((finding, at) =>
      finding.namedByReport.includes(signature.name) ? [at] : [],
    );
    const said = edges.length + fingerprints.length > 0 ? 'both' : 'only-theirs';
    return { name: signature.name, said, edges, fingerprints };
  });
  const named = new Set(signatures.flatMap(({ edges }) => edges));
  const seen = new Set(signatures.flatMap(({ fingerprints }) => fingerprints));
  return {
    signatures,
    onlyOurs: {
      edges: injections.filter((edge) => !named.has(edge.id)).map((edge) => edge.id),
      fingerprints: document.fingerprints.flatMap((_, at) => (seen.has(at) ? [] : [at])),
    },
  };
}

function placesOf(edge: InjectionEdge): Set<string> {
  return new Set(
    STEP_NAMES.flatMap((name) => edge.steps[name].map(({ procId, index }) => `${procId}:${index}`)),
  );
}

function saysSame(signature: ReportSignature, edge: InjectionEdge, places: ReadonlySet<string>): boolean {
  if (edge.basis === 'signature')
    return edge.why.some(({ params }) => params['signature'] === signature.name);
  const topic = TOPICS.find(([name]) => name.test(signature.name));
  if (!topic || OTHER_TOPICS.test(signature.name)) return false;
  if (signature.calls.length > 0)
    return signature.calls.some(({ procId, index }) => places.has(`${procId}:${index}`));
  return topic[1]?.test(edge.technique) ?? true;
}
