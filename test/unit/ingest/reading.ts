// SPDX-License-Identifier: MIT
/**
 * Helpers of the ingest tests: reports as chunks, what a reader tells as plain objects, and the real reports.
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { nodeHash } from '../../../electron/ingest/file-source';
import type { ProcessHeader, SignatureInput } from '../../../shared/analysis/analyzer';
import { normalArgName } from '../../../shared/analysis/catalogue';
import { ArgNames } from '../../../shared/ingest/cursor/arg-names';
import { StreamCursor } from '../../../shared/ingest/cursor/stream-cursor';
import { IssueLog } from '../../../shared/ingest/issues';
import { InputReader } from '../../../shared/ingest/input-reader';
import type { LargeLimits } from '../../../shared/ingest/tokenizer/large-call';
import type { CallScanner } from '../../../shared/ingest/tokenizer/call-scanner';
import { WasmScanner } from '../../../shared/ingest/tokenizer/wasm-scanner';
import type { Argument, CallCursor } from '../../../shared/model/call';
import type { IngestIssue } from '../../../shared/model/document';

/** The sizes of chunks at which every ingest test runs. */
export const CHUNK_SIZES = [1, 2, 3, 7, 64 << 10] as const;

/** A call as a plain object: everything that a cursor tells. */
export interface PlainCall {
  procId: number;
  index: number;
  api: string;
  category: string;
  timeMs: number;
  tid: number;
  ok: boolean | null;
  returnValue: bigint | null;
  repeated: number;
  caller: bigint | null;
  args: Argument[];
}

export interface PlainReport {
  calls: PlainCall[];
  processes: { procId: number; header: ProcessHeader; calls: number }[];
  signatures: SignatureInput[];
  sections: Record<string, string>;
  issues: Pick<IngestIssue, 'code' | 'offsetBytes' | 'path'>[];
  /** What the issue `unknown-keys` names, or empty. */
  unknownKeys: string;
  result: ReturnType<InputReader['finish']>;
}

export function plainCall(cursor: CallCursor): PlainCall {
  const { procId, index, api, category, timeMs, tid, ok, returnValue, repeated, caller } = cursor;
  return {
    procId,
    index,
    api,
    category,
    timeMs,
    tid,
    ok,
    returnValue,
    repeated,
    caller,
    args: cursor.args(),
  };
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function* chunks(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

/**
 * Reads a report in chunks; `onCall` sees each call while the cursor stands on it. With the scanner that the
 * command line and the ingest process use, where no other is given.
 */
export function readPlain(
  bytes: Uint8Array,
  chunkSize: number,
  onCall?: ((cursor: StreamCursor, scanner: CallScanner) => void) | null,
  largeLimits?: LargeLimits,
  scanner: CallScanner = new WasmScanner(),
): PlainReport {
  const cursor = new StreamCursor(scanner, new ArgNames(normalArgName));
  const report: Omit<PlainReport, 'result'> = {
    calls: [],
    processes: [],
    signatures: [],
    sections: {},
    issues: [],
    unknownKeys: '',
  };
  const issues = new IssueLog(({ code, offsetBytes, path, params }) => {
    // Made-up reports have made-up keys; tests of them look at this apart.
    if (code === 'unknown-keys') report.unknownKeys = String(params?.['keys']);
    else report.issues.push({ code, offsetBytes, path });
  });
  const reader = new InputReader(
    scanner,
    cursor,
    {
      header: () => undefined,
      processSeen: () => undefined,
      processBegin: () => undefined,
      call: (at) => {
        if (onCall) onCall(at, scanner);
        else report.calls.push(plainCall(at));
      },
      processEnd: (procId, header, calls) => report.processes.push({ procId, header, calls }),
      signature: (signature) => report.signatures.push(signature),
      section: (name) => {
        const pieces: Uint8Array[] = [];
        return {
          write: (from, start, end) => pieces.push(from.slice(start, end)),
          end: () => (report.sections[name] = Buffer.concat(pieces).toString('utf8')),
        };
      },
    },
    issues,
    nodeHash,
    largeLimits ? { largeLimits } : {},
  );
  for (const chunk of chunks(bytes, chunkSize)) reader.write(chunk);
  const result = reader.finish(null);
  issues.finish();
  return { ...report, result };
}

const root = path.resolve(import.meta.dirname, '../../..');
const reportsFolder = process.env['KANSHIKI_REPORTS'] ?? path.join(root, '../shared/reports');

/** The real reports that are there, as paths relative to their folder; empty, with a message, where none are. */
export function realReports(): string[] {
  if (!existsSync(reportsFolder)) {
    console.warn('real reports are not there (KANSHIKI_REPORTS): tests that read them are skipped');
    return [];
  }
  return readdirSync(reportsFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json.gz'))
    .map((file) => file.split(path.sep).join('/'))
    .sort();
}

/** Bytes of a real report, decompressed. */
export function realReport(file: string): Uint8Array {
  return gunzipSync(readFileSync(path.join(reportsFolder, file)));
}

export function realReportPath(file: string): string {
  return path.join(reportsFolder, file);
}
