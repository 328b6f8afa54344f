// SPDX-License-Identifier: MIT
/** Real reports: what an independent reading expects is found, and nothing strong is claimed of benign ones. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeHash } from '../../../electron/ingest/file-source';
import { openSource } from '../../../electron/ingest/open-source';
import { createAnalyzer } from '../../../shared/analysis/create-analyzer';
import { ingest } from '../../../shared/ingest/pipeline';
import type { AnalysisDocument } from '../../../shared/model/document';
import { realReportPath, realReports } from '../ingest/reading';

interface Expected {
  row: number | null;
  pid: number;
  api: string;
  idx: number;
  named_by: string[];
}

const KOVTER = 'cuckoo-modified/kovter-antivm.json.gz';
const BENIGN = [
  'cape/2.4-large.json.gz',
  'cape/2.4-services-creation.json.gz',
  'cuckoo-1/no-injection.json.gz',
  'cuckoo-2/wow64-benign.json.gz',
  'cuckoo-2/word-document.json.gz',
  'cuckoo-2/x64-benign.json.gz',
  'cuckoo-modified/browser-repeated.json.gz',
  'cuckoo-modified/no-injection.json.gz',
];

async function analyse(file: string): Promise<AnalysisDocument> {
  const source = await openSource(realReportPath(file));
  try {
    const options = { file, createHash: nodeHash, nowMs: () => performance.now() };
    return (await ingest(source, createAnalyzer(), options)).document;
  } finally {
    await source.close();
  }
}

const there = new Set(realReports());

describe.skipIf(!there.has(KOVTER))('a Kovter that looks for sandboxes', () => {
  it('makes every check that an independent reading found, at the same call', async () => {
    const { fingerprints } = await analyse(KOVTER);
    const told = JSON.parse(readFileSync(realReportPath('expected.json'), 'utf8')) as Record<string, unknown>;
    const checks = expectedOf(told);
    expect(checks.length).toBeGreaterThan(0);
    const missing = checks.filter(
      ({ row, pid, api, idx }) =>
        !fingerprints.some(
          (finding) =>
            finding.pid === pid &&
            finding.inSampleTree &&
            (row === null || finding.exact.includes(row)) &&
            finding.calls.some((call) => call.index === idx && call.api === api),
        ),
    );
    expect(missing).toEqual([]);
  });
});

/** The list of the report, wherever it stands in the file. */
function expectedOf(node: unknown): Expected[] {
  if (typeof node !== 'object' || node === null) return [];
  for (const [name, value] of Object.entries(node)) {
    if (name === 'fingerprinting') return value as Expected[];
    const found = expectedOf(value);
    if (found.length > 0) return found;
  }
  return [];
}

describe('benign reports', () => {
  for (const file of BENIGN)
    it.skipIf(!there.has(file))(`claims nothing strong of ${file}`, async () => {
      const { fingerprints } = await analyse(file);
      expect(fingerprints.filter(({ strength }) => strength === 'strong')).toEqual([]);
    });
});
