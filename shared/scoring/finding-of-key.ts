// SPDX-License-Identifier: MIT
/**
 * Which of the key's findings an answer to 3-2 means.
 * @module
 */
import { ApiSet } from './api-names';
import { isSameArtefact } from './artefacts';
import type { BornOut } from './born-out';
import type { FingerprintEntry, FingerprintKey, KeyFinding } from './types';

export interface FoundInKey {
  finding: KeyFinding | null;
  /** Findings that it could mean, when it does not say which. */
  candidates: KeyFinding[];
}

/**
 * A finding of the same report, process and API is meant when the artefact, a pinned call or a word of the
 * outline says so. A finding whose API says it all needs nothing more, unless several such are named.
 */
export function findingOfKey(key: FingerprintKey, entry: FingerprintEntry, proof: BornOut): FoundInKey {
  const named = new ApiSet(proof.apis);
  const possible = key.findings.filter(
    (finding) =>
      finding.reportId === entry.reportId &&
      (proof.pids.length === 0 || proof.pids.includes(finding.pid)) &&
      finding.apis.some(
        (api) => named.find(api) === api || proof.apis.some((name) => new ApiSet([api]).find(name) === api),
      ),
  );
  const byArtefact =
    proof.artefact === null
      ? []
      : possible.filter((finding) =>
          finding.artefacts.some((artefact) => isSameArtefact(entry.artefact, artefact)),
        );
  if (byArtefact.length > 0) return choose(byArtefact, entry);
  const byPin = possible.filter((finding) =>
    finding.calls.some((call) =>
      proof.pinned.some((pin) => pin.procId === call.procId && pin.index === call.index),
    ),
  );
  if (byPin.length > 0) return choose(byPin, entry);
  const byApi = possible.filter((finding) => finding.artefacts.length === 0);
  // An artefact that the log holds but no finding does is another behaviour of the same API.
  if (proof.artefact !== null) return choose(byApi, entry);
  const byWord = possible.filter((finding) => words(finding, entry) > 0);
  if (byWord.length > 0) return choose(byWord, entry);
  if (byApi.length > 0) return choose(byApi, entry);
  return { finding: null, candidates: possible };
}

/** The one with the most words in the outline; undecided when two have as many. */
function choose(findings: KeyFinding[], entry: FingerprintEntry): FoundInKey {
  if (findings.length <= 1) return { finding: findings[0] ?? null, candidates: findings };
  const ranked = findings
    .map((finding) => ({ finding, score: words(finding, entry) }))
    .sort((a, b) => b.score - a.score);
  const isClear = ranked[0]!.score > ranked[1]!.score;
  return { finding: isClear ? ranked[0]!.finding : null, candidates: findings };
}

function words(finding: KeyFinding, entry: FingerprintEntry): number {
  const text = `${entry.outline} ${entry.artefact}`.normalize('NFKC').toLowerCase();
  return finding.keywords.filter((word) => text.includes(word.normalize('NFKC').toLowerCase())).length;
}
