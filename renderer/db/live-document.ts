// SPDX-License-Identifier: MIT
/**
 * The document of a report that is still being read: what the analyzer said last, with processes and issues
 * that arrived since.
 * @module
 */
import type { IngestMessage } from '../../shared/ipc/ingest-port';
import type { AnalysisDocument, IngestIssue, ProcessSummary } from '../../shared/model/document';

export class LiveDocument {
  #document: AnalysisDocument = {
    schema: 'kanshiki.analysis/1',
    analyzer: '',
    rules: '',
    report: {
      file: '',
      sha256: '',
      bytes: 0,
      dialect: 'cuckoo-2',
      version: null,
      sample: null,
      calls: 0,
      callsInMarks: 0,
      complete: false,
    },
    processes: [],
    externals: [],
    edges: [],
    fingerprints: [],
    signatures: [],
    issues: [],
  };

  begin(file: string): void {
    this.#document.report.file = file;
  }

  header({ dialect, version, sample }: IngestMessage & { type: 'header' }): void {
    Object.assign(this.#document.report, { dialect, version, sample });
  }

  process(process: ProcessSummary): void {
    const { processes } = this.#document;
    const at = processes.findIndex((other) => other.procId >= process.procId);
    if (at < 0) processes.push(process);
    else processes.splice(at, processes[at]!.procId === process.procId ? 1 : 0, process);
  }

  issue(issue: IngestIssue): void {
    this.#document.issues.push(issue);
  }

  /** Takes over what the analyzer says now. */
  replace(document: AnalysisDocument): void {
    this.#document = document;
  }

  current(): AnalysisDocument {
    return this.#document;
  }
}
