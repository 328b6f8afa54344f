// SPDX-License-Identifier: MIT
/**
 * One report from bytes to result: source -> reader -> analyzer, and block builder -> port where the calls are
 * to be stored. The same for the utility process, the browser's worker and the command line; what differs
 * (files, hashes, deflate, ports) comes in as parameters.
 * @module
 */
import type { Analyzer } from '../analysis/analyzer';
import type { IngestProgress, TargetTable } from '../ipc/ingest-port';
import type { AnalysisDocument } from '../model/document';
import { AnalysisFeed, type Outlet } from './analysis-feed';
import { readInput, type ReadOptions } from './read-input';
import type { ReportSource } from './source';
import { CallScanner } from './tokenizer/call-scanner';

/** Where blocks, sections and news go, and how fast. */
export interface IngestOutlet extends Outlet {
  /** A chunk was read: resolves when there is room for what the next one will bring. */
  room(state: IngestState): Promise<void>;
  /** Everything was read: resolves when all of it was handed on. */
  drained(): Promise<void>;
}

export interface IngestState {
  progress(): IngestProgress;
  snapshot(): AnalysisDocument | null;
}

export interface IngestOptions extends ReadOptions {
  outlet?: ((scanner: CallScanner) => IngestOutlet) | null;
  onProgress?: (progress: IngestProgress) => void;
  /** The host's fastest scanner; the one in TypeScript where absent. */
  scanner?: CallScanner;
}

export interface IngestResult {
  document: AnalysisDocument;
  targets: TargetTable;
  progress: IngestProgress;
}

/**
 * Reads one report to its end, damaged or not.
 * Throws UserError for what is no report or cannot be read, CancelledError when cancelled.
 */
export async function ingest(
  source: ReportSource,
  analyzer: Analyzer,
  options: IngestOptions,
): Promise<IngestResult> {
  const scanner = options.scanner ?? new CallScanner();
  const outlet = options.outlet?.(scanner) ?? null;
  const feed = new AnalysisFeed(analyzer, scanner.apis.names, outlet);
  const { header, sha256, progress } = await readInput(source, scanner, feed, options, (state) => {
    options.onProgress?.(state());
    const snapshot = (): AnalysisDocument | null => feed.snapshot(options.file, state().reportBytes);
    return outlet?.room({ progress: state, snapshot });
  });
  await outlet?.drained();
  const facts = { file: options.file, sha256, bytes: progress.reportBytes, ...header };
  return { ...feed.finish(facts), progress };
}
