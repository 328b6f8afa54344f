// SPDX-License-Identifier: MIT
/**
 * Analyses one input of the command line.
 * @module
 */
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { createAnalyzer, type AnalyzerOptions } from '../../shared/analysis/create-analyzer';
import type { IngestProgress } from '../../shared/ipc/ingest-port';
import { ingest } from '../../shared/ingest/pipeline';
import { WasmScanner } from '../../shared/ingest/tokenizer/wasm-scanner';
import type { AnalysisDocument } from '../../shared/model/document';
import { nodeHash } from '../ingest/file-source';
import { openSource } from '../ingest/open-source';
import type { Input } from './inputs';
import { analyzeInTwoThreads } from './reading-thread';

export interface AnalyzeControl {
  /** Of an encrypted archive. */
  password?: string;
  isCancelled: () => boolean;
  onProgress?: (progress: IngestProgress) => void;
}

/** Smaller files are done before a second thread has started. */
const TWO_THREADS_BYTES = 24 << 20;

/**
 * Analyses an input on two threads where that pays. Throws what `ingest` throws.
 * @param analyzer asked once it is needed: reading can begin before
 */
export async function analyzeAlone(
  input: Pick<Input, 'path' | 'name'>,
  analyzer: () => AnalyzerOptions,
  control: AnalyzeControl,
): Promise<AnalysisDocument> {
  const found = await stat(input.path).catch(() => null);
  const isLarge = found !== null && found.isFile() && found.size >= TWO_THREADS_BYTES;
  return isLarge && availableParallelism() > 1
    ? analyzeInTwoThreads(input, analyzer, control)
    : analyzeInput(input, analyzer(), control);
}

/** Analyses an input on this thread. Throws what `ingest` throws. */
export async function analyzeInput(
  input: Pick<Input, 'path' | 'name'>,
  analyzer: AnalyzerOptions,
  control: AnalyzeControl,
): Promise<AnalysisDocument> {
  const source = await openSource(
    input.path,
    control.password === undefined ? {} : { password: control.password },
  );
  try {
    const { document } = await ingest(source, createAnalyzer(analyzer), {
      file: input.name,
      createHash: nodeHash,
      nowMs: () => performance.now(),
      scanner: new WasmScanner(),
      ...control,
    });
    return document;
  } finally {
    await source.close();
  }
}
