// SPDX-License-Identifier: MIT
/**
 * What `info` and `target` (0.4: `file`) say of the report and its sample, alike in all Cuckoo 0 to 2 and CAPE
 * reports.
 * @module
 */
import type { ReportSummary } from '../../model/document';
import type { JsonObject } from '../tokenizer/parse-value';
import { objectOf, textOf, wordOf } from './fields';

export function plainReport(top: JsonObject): Pick<ReportSummary, 'version' | 'sample'> {
  const target = objectOf(top['target']);
  const file = objectOf(target?.['file']) ?? objectOf(top['file']);
  const name = textOf(file?.['name']) ?? textOf(target?.['url']);
  const sha256 = textOf(file?.['sha256']);
  return {
    version: wordOf(objectOf(top['info'])?.['version']),
    sample: name === null && sha256 === null ? null : { name, sha256 },
  };
}
