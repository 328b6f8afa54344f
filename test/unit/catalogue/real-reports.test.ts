// SPDX-License-Identifier: MIT
/** Every API and argument name of the real reports is in the catalogue; skipped where there are none. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { apiInfo, normalArgName } from '../../../shared/analysis/catalogue';

const folder =
  process.env['KANSHIKI_REPORTS'] ?? path.resolve(import.meta.dirname, '../../../../shared/reports');
const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
      // Reports of tens of megabytes add no API that the smaller ones lack, only time.
      .filter((file) => /\.json\.gz$/.test(file) && !/kovter|2\.4-large/.test(file))
      .sort()
  : [];

interface Call {
  api: string;
  arguments?: { name: string }[] | Record<string, unknown>;
}
interface Report {
  behavior?: { processes?: { calls?: Call[] }[] };
  signatures?: { marks?: { call?: Call | string }[] }[];
}

function callsOf(report: Report): Call[] {
  const behavior = (report.behavior?.processes ?? []).flatMap((process) => process.calls ?? []);
  const marked = (report.signatures ?? [])
    .flatMap((signature) => signature.marks ?? [])
    .map((mark) => mark?.call);
  return [...behavior, ...marked.filter((call): call is Call => typeof call === 'object' && call !== null)];
}

function argNames(call: Call): string[] {
  return Array.isArray(call.arguments)
    ? call.arguments.map((arg) => arg.name)
    : Object.keys(call.arguments ?? {});
}

test.skipIf(files.length === 0)('every API of the real reports has an entry that names its arguments', () => {
  const unknown = new Set<string>();
  for (const file of files) {
    const report = JSON.parse(gunzipSync(readFileSync(path.join(folder, file))).toString('utf8')) as Report;
    for (const call of callsOf(report)) {
      const info = apiInfo(call.api);
      if (!info) unknown.add(call.api);
      const names = new Set(info?.args.map((arg) => arg.name));
      for (const raw of argNames(call))
        if (!names.has(normalArgName(call.api, raw))) unknown.add(`${call.api} ${raw}`);
    }
  }
  expect([...unknown]).toEqual([]);
});
