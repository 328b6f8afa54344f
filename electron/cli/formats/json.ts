// SPDX-License-Identifier: MIT
/**
 * The document as JSON: indented for one or a list, one line each for `jsonl`.
 * @module
 */
import type { AnalysisDocument } from '../../../shared/model/document';
import type { DocumentFormat } from './format';

/** In the contract's order; what issues were made from is for the window alone. */
function printed(document: AnalysisDocument): AnalysisDocument {
  const { file, sha256, bytes, dialect, version, sample, calls, callsInMarks, complete } = document.report;
  const report = { file, sha256, bytes, dialect, version, sample, calls, callsInMarks, complete };
  const issues = document.issues.map(({ code, message, offsetBytes, path }) => ({
    code,
    message,
    offsetBytes,
    path,
  }));
  return { ...document, report, issues };
}

const indented = (document: AnalysisDocument): string => JSON.stringify(printed(document), null, 2);
const line = (document: AnalysisDocument): string => `${JSON.stringify(printed(document))}\n`;

export const json: DocumentFormat = {
  extension: '.json',
  one: (document) => `${indented(document)}\n`,
  list: { open: '[\n', between: ',\n', close: '\n]\n', item: indented },
};

export const jsonLines: DocumentFormat = {
  extension: '.jsonl',
  one: line,
  list: { open: '', between: '', close: '', item: line },
};
