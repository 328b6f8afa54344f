// SPDX-License-Identifier: MIT
/**
 * Which finding of the fingerprinting rules an answer to 3-2 means: same process, an API of its calls, and the
 * same artefact or a pinned call.
 * @module
 */
import type { FingerprintFinding } from '../model/document';
import { isSameArtefact } from './artefacts';
import type { BornOut } from './born-out';
import type { FingerprintEntry, ReportLog } from './types';

/** Strong findings first. */
export function findingOfRules(
  report: ReportLog,
  entry: FingerprintEntry,
  proof: BornOut,
): FingerprintFinding | null {
  const procIds = new Set(proof.processes.map(({ procId }) => procId));
  const fits = report.fingerprints.filter(
    (finding) =>
      finding.inSampleTree &&
      procIds.has(finding.procId) &&
      finding.calls.some(({ api }) => proof.apis.includes(api)) &&
      isMeant(finding, entry, proof),
  );
  return fits.find(({ strength }) => strength === 'strong') ?? fits[0] ?? null;
}

function isMeant(finding: FingerprintFinding, entry: FingerprintEntry, proof: BornOut): boolean {
  if (proof.artefact !== null)
    return finding.artefact !== null && isSameArtefact(entry.artefact, finding.artefact);
  if (finding.artefact === null) return true;
  return finding.calls.some((call) =>
    proof.pinned.some((pin) => pin.procId === call.procId && pin.index === call.index),
  );
}
