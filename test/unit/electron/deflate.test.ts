// SPDX-License-Identifier: MIT
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDeflating } from '../../../electron/ingest/deflate';

const folder = mkdtempSync(path.join(tmpdir(), 'kanshiki-deflate-'));
const thread = path.join(folder, 'deflate-thread.cjs');

beforeAll(async () => {
  const input = path.resolve(import.meta.dirname, '../../../electron/ingest/deflate-thread.ts');
  const bundle = await rolldown({ input, platform: 'node', external: [/^node:/] });
  await bundle.write({ file: thread, format: 'cjs' });
  await bundle.close();
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('arrays large and small are deflated, and come back to be used again', async () => {
  const deflate = startDeflating(thread);
  const texts = ['', 'a', 'b'.repeat(700_000), 'c'.repeat(3), 'd'.repeat(70_000)];
  const results = await Promise.all(
    texts.map((text) => {
      // A part of a larger buffer, as blocks are.
      const buffer = new Uint8Array(text.length + 10);
      buffer.set(Buffer.from(text));
      return deflate(buffer.subarray(0, text.length));
    }),
  );
  expect(results.map(({ data }) => inflateRawSync(data).toString())).toEqual(texts);
  expect(results.map(({ given }) => given.buffer.byteLength)).toEqual(texts.map(({ length }) => length + 10));
});

test('a thread that cannot start fails whatever is asked of it, then and later', async () => {
  const deflate = startDeflating(path.join(folder, 'missing.cjs'));
  await expect(deflate(new Uint8Array(1 << 20))).rejects.toThrow('missing.cjs');
  await expect(deflate(new Uint8Array(1 << 20))).rejects.toThrow('missing.cjs');
});
