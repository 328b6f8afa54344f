// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import { compareSignatures } from '../../../../renderer/model/findings-signatures';
import type { AnalysisDocument, CallRef, ReportSignature } from '../../../../shared/model/document';
import { call, documentOf, injection, stepsOf } from '../documents';
import { findingOf } from '../findings-documents';

const signature = (name: string, calls: CallRef[] = []): ReportSignature => ({
  name,
  description: null,
  severity: 3,
  calls,
});

/** Names and ids of what stands where. */
function compared(given: Partial<AnalysisDocument>) {
  const { both, theirs, ourEdges, ourFindings, others } = compareSignatures(documentOf(given), (name) =>
    name.startsWith('antivm_'),
  );
  return {
    both: both.map(({ signature: { name }, kind, findings, edges, by }) => [
      name,
      kind,
      by,
      ...findings.map(({ rule }) => rule),
      ...edges.map(({ id }) => id),
    ]),
    theirs: theirs.map(({ signature: { name }, kind }) => [name, kind]),
    ours: [...ourEdges.map(({ id }) => id), ...ourFindings.map(({ rule }) => rule)],
    others,
  };
}

describe('signatures of the report beside findings', () => {
  it('are both when the signature named the finding, or is known to look for it', () => {
    expect(
      compared({
        signatures: [signature('antivm_vbox_keys'), signature('locates_sniffer')],
        fingerprints: [
          findingOf('tools', {
            namedByReport: ['locates_sniffer'],
            knownSignatures: { cuckoo: [], cape: [] },
          }),
          findingOf('keys'),
          findingOf('keys', { artefact: 'B', procId: 1 }),
        ],
      }),
    ).toEqual({
      both: [
        ['antivm_vbox_keys', 'fingerprint', 'kind', 'keys'],
        ['locates_sniffer', 'fingerprint', 'named', 'tools'],
      ],
      theirs: [],
      ours: [],
      others: 0,
    });
  });

  it('are only theirs or only ours where the other says nothing; findings outside the tree do not count', () => {
    expect(
      compared({
        signatures: [signature('antivm_xen_keys'), signature('packer_entropy')],
        fingerprints: [
          findingOf('weak', { strength: 'weak', knownSignatures: { cuckoo: [], cape: [] } }),
          findingOf('keys'),
          findingOf('xen', { inSampleTree: false, namedByReport: ['antivm_xen_keys'] }),
        ],
      }),
    ).toEqual({ both: [], theirs: [['antivm_xen_keys', 'fingerprint']], ours: ['keys', 'weak'], others: 1 });
  });
});

describe('signatures of the report beside injections', () => {
  const hollowing = injection(0, 1);
  const apc = injection(1, 2, {
    technique: 'apc-injection',
    steps: stepsOf({ execute: [call(1, 60, 'NtQueueApcThread')] }),
  });

  it('are both when they share a call', () => {
    expect(
      compared({
        edges: [hollowing, apc],
        signatures: [
          signature('injection_write_memory', [call(0, 52, 'WriteProcessMemory')]),
          signature('injection_resumethread', [call(0, 999, 'NtResumeThread')]),
        ],
      }),
    ).toEqual({
      both: [['injection_write_memory', 'injection', 'named', hollowing.id]],
      theirs: [['injection_resumethread', 'injection']],
      ours: [apc.id],
      others: 0,
    });
  });

  it('are both when a signature without calls means that technique, or any', () => {
    expect(
      compared({
        edges: [hollowing, apc],
        signatures: [
          signature('injection_runpe'),
          signature('InjectionInterProcess'),
          signature('atom_bombing'),
        ],
      }),
    ).toEqual({
      both: [
        ['injection_runpe', 'injection', 'kind', hollowing.id],
        ['InjectionInterProcess', 'injection', 'kind', hollowing.id, apc.id],
      ],
      theirs: [['atom_bombing', 'injection']],
      ours: [],
      others: 0,
    });
  });

  it('are both when the edge itself rests on the signature', () => {
    const stated = injection(0, 1, {
      basis: 'signature',
      verdict: 'suspicious',
      steps: stepsOf({}),
      why: [{ code: 'stated-by-report', params: { signature: 'wrote_proc_memory' }, en: '', ja: '' }],
    });
    expect(compared({ edges: [stated], signatures: [signature('wrote_proc_memory')] }).both).toEqual([
      ['wrote_proc_memory', 'injection', 'named', stated.id],
    ]);
  });

  it('are not compared when they only sound like it', () => {
    expect(
      compared({
        edges: [hollowing],
        signatures: [signature('injection_rwx'), signature('injection_process_search')],
      }),
    ).toEqual({ both: [], theirs: [], ours: [hollowing.id], others: 2 });
  });
});
