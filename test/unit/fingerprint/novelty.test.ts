// SPDX-License-Identifier: MIT
/** Variants, and which of a report's own signatures named a finding. */
import { describe, expect, it } from 'vitest';
import type { ProcessSummary } from '../../../shared/model/document';
import { parseCase } from '../../../shared/rules/case-language';
import { CaseCursor } from '../../../shared/rules/case-run';
import { FingerprintEngine } from '../../../shared/rules/fingerprint/engine';
import { variantOf } from '../../../shared/rules/fingerprint/novelty';
import { builtinRuleSet } from '../../../shared/rules/fingerprint/rules';
import { CUCKOO_SNAPSHOT } from '../../../shared/scoring/known-signatures';

const SAMPLE: ProcessSummary = {
  procId: 0,
  pid: 100,
  ppid: null,
  parentProcId: null,
  nativeId: null,
  name: 'a.exe',
  path: 'C:\\a.exe',
  commandLine: null,
  firstSeenMs: null,
  calls: 1,
  tracked: true,
  inSampleTree: true,
};

/** Names that the report's signature earned on a read of VBoxGuest's device. */
function namedBy(name: string, calls: number[], texts: string[]): string[] {
  const engine = new FingerprintEngine(builtinRuleSet());
  const test = parseCase(
    'named',
    'process 100 a.exe\n  NtCreateFile filepath="\\??\\VBoxGuest" create_disposition=1',
  );
  engine.beginProcess(0, { ownPid: 100, processName: () => null });
  engine.step(new CaseCursor().stand(0, 0, test.processes[0]!.calls[0]!));
  engine.endProcess();
  const findings = engine.finish({
    processes: [SAMPLE],
    signatures: [
      {
        name,
        description: null,
        severity: null,
        calls: calls.map((index) => ({ procId: 0, index, api: 'NtCreateFile' })),
      },
    ],
    signatureInputs: [{ texts }] as never,
  });
  return findings.find(({ rule }) => rule === 'vbox-devices')!.namedByReport;
}

describe("the report's own signatures", () => {
  it('name a finding by a call of a mark', () => {
    expect(namedBy('whatever', [0], [])).toEqual(['whatever']);
    expect(namedBy('whatever', [7], [])).toEqual([]);
  });

  it('name a finding by the text of a mark', () => {
    expect(namedBy('whatever', [], ['\\??\\VBoxGuest'])).toEqual(['whatever']);
    expect(namedBy('whatever', [], ['\\??\\HGFS'])).toEqual([]);
  });

  it('name a finding where the signature is known to implement it and says nothing more', () => {
    expect(namedBy('antivm_vbox_devices', [], [])).toEqual(['antivm_vbox_devices']);
    expect(namedBy('antivm_vmware_devices', [], [])).toEqual([]);
  });
});

describe('variants', () => {
  it('are close to a signature that does not match', () => {
    expect(variantOf(CUCKOO_SNAPSHOT, [85], [])).toContain('antivm_disk_size');
  });

  it('are none where a signature implements the check', () => {
    expect(variantOf(CUCKOO_SNAPSHOT, [85], ['antivm_disk_size'])).toEqual([]);
  });
});
