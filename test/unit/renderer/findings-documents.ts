// SPDX-License-Identifier: MIT
/**
 * Small fingerprinting findings for tests of what the window makes of them.
 * @module
 */
import type { FingerprintFinding } from '../../../shared/model/document';
import { call } from './documents';

/** A strong finding of process 0 in the sample's tree, known to Cuckoo, not found, made by one call. */
export function findingOf(rule: string, given: Partial<FingerprintFinding> = {}): FingerprintFinding {
  const procId = given.procId ?? 0;
  return {
    rule,
    category: 'virtualbox',
    checks: [35],
    exact: [35],
    artefact: 'HKLM\\SOFTWARE\\Oracle\\VirtualBox Guest Additions',
    found: false,
    procId,
    pid: 1000 + procId,
    process: `p${procId}.exe`,
    count: 1,
    strength: 'strong',
    calls: [call(procId, 7, 'RegOpenKeyExA')],
    description: { en: `Looks for ${rule}.`, ja: `${rule} を調べます。` },
    knownSignatures: { cuckoo: ['antivm_vbox_keys'], cape: [] },
    namedByReport: [],
    inSampleTree: true,
    ...given,
  };
}

/** No signature of Cuckoo's implements it. */
export const NOVEL = { knownSignatures: { cuckoo: [], cape: [] } } satisfies Partial<FingerprintFinding>;
