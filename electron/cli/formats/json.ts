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

/** Pieces are gathered to about this many characters: each is a write of its own. */
const PIECE = 1 << 16;

const indented = (document: AnalysisDocument): Iterable<string> => gathered(partsOf(document, 2));
const line = (document: AnalysisDocument): Iterable<string> => gathered(partsOf(document, 0, '\n'));

/** What JSON.stringify gives, a list's items one by one. */
function* partsOf(document: AnalysisDocument, indent: number, end = ''): Generator<string> {
  const before = (depth: number): string => (indent === 0 ? '' : `\n${' '.repeat(indent * depth)}`);
  const text = (value: unknown, depth: number): string =>
    // A line break inside of a string is escaped.
    JSON.stringify(value, null, indent).replaceAll('\n', before(depth));
  let between = '{';
  for (const [key, value] of Object.entries(printed(document))) {
    if (value === undefined) continue;
    yield `${between}${before(1)}${JSON.stringify(key)}:${indent === 0 ? '' : ' '}`;
    between = ',';
    if (!Array.isArray(value) || value.length === 0) {
      yield text(value, 1);
      continue;
    }
    let open = '[';
    for (const item of value) {
      yield `${open}${before(2)}${text(item, 2)}`;
      open = ',';
    }
    yield `${before(1)}]`;
  }
  yield `${before(0)}}${end}`;
}

function* gathered(parts: Iterable<string>): Generator<string> {
  let waiting: string[] = [];
  let length = 0;
  for (const part of parts) {
    waiting.push(part);
    length += part.length;
    if (length < PIECE) continue;
    yield waiting.join('');
    waiting = [];
    length = 0;
  }
  if (length > 0) yield waiting.join('');
}

export const json: DocumentFormat = {
  extension: '.json',
  one: (document) => gathered(partsOf(document, 2, '\n')),
  list: { open: '[\n', between: ',\n', close: '\n]\n', item: indented },
};

export const jsonLines: DocumentFormat = {
  extension: '.jsonl',
  one: line,
  list: { open: '', between: '', close: '', item: line },
};
