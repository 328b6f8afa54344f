// SPDX-License-Identifier: MIT
/**
 * The formats that `analyze` prints.
 * @module
 */
import { csv } from './csv';
import type { DocumentFormat } from './format';
import { json, jsonLines } from './json';
import { markdown } from './markdown';
import { text } from './text';

export const FORMATS = { json, jsonl: jsonLines, text, markdown, csv } satisfies Record<
  string,
  DocumentFormat
>;

export type FormatName = keyof typeof FORMATS;
