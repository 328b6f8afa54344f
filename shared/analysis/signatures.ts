// SPDX-License-Identifier: MIT
/**
 * The report's own signatures, their marks resolved to calls.
 * @module
 */
import type { CallRef, ProcessSummary, ReportSignature } from '../model/document';
import type { SignatureInput } from './analyzer';

/** Marks kept per signature; a signature of thousands of marks names the first ones. */
const MAX_CALLS = 1000;

export function resolveSignatures(
  inputs: readonly SignatureInput[],
  processes: readonly ProcessSummary[],
): ReportSignature[] {
  return inputs.map((input) => {
    const calls: CallRef[] = [];
    const seen = new Set<string>();
    for (const mark of input.calls) {
      if (mark.pid === null || mark.cid === null || mark.api === null || calls.length >= MAX_CALLS) continue;
      const cid = mark.cid;
      // A pid may have been borne twice: the call id must exist in the process meant.
      const process =
        processes.find((p) => p.pid === mark.pid && cid < p.calls) ?? processes.find((p) => p.pid === mark.pid);
      if (!process) continue;
      const key = `${process.procId}:${cid}`;
      if (seen.has(key)) continue;
      seen.add(key);
      calls.push({ procId: process.procId, index: cid, api: mark.api });
    }
    return { name: input.name, description: input.description, severity: input.severity, calls };
  });
}
