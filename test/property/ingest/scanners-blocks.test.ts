// SPDX-License-Identifier: MIT
/** Blocks of calls, written by either scanner: the same columns and the same records, to the last bit. */
import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { CallScanner } from '../../../shared/ingest/tokenizer/call-scanner';
import { WasmScanner } from '../../../shared/ingest/tokenizer/wasm-scanner';
import { RandomReport, seeded } from '../../fuzz/ingest/random-report';
import { bytesOf } from '../../unit/ingest/reading';
import { memorySource, receive } from '../../unit/ingest/receiving';

async function blocksOf(bytes: Uint8Array, createScanner: () => CallScanner): Promise<unknown> {
  const received = await receive(
    () => Promise.resolve(memorySource(bytes)),
    undefined,
    () => 0,
    createScanner,
  );
  const blocks = received.blocks.map(({ args, ...block }) => ({
    ...block,
    records: inflateRawSync(args).toString('latin1'),
  }));
  return { blocks, tables: received.tables };
}

async function expectSame(text: string): Promise<void> {
  const bytes = bytesOf(text);
  const plain = await blocksOf(bytes, () => new CallScanner());
  expect(await blocksOf(bytes, () => new WasmScanner())).toEqual(plain);
}

/** Counts the calls that the module writes itself. */
class CountingScanner extends WasmScanner {
  written = 0;

  override writeCall(...call: Parameters<WasmScanner['writeCall']>): number {
    const used = super.writeCall(...call);
    if (used >= 0) this.written++;
    return used;
  }
}

function cuckoo2(calls: readonly string[]): string {
  return `{"info":{"version":"2.0.7"},"behavior":{"processes":[{"pid":4,"ppid":1,"process_name":"a","calls":[${calls.join()}]}]}}`;
}

const usual = (index: number, more = ''): string =>
  `{"category":"file","status":1,"stacktrace":[],"api":"NtReadFile","return_value":${index},"arguments":{"a":"0x1"},"time":1496211111.${index + 1},"tid":${index},"flags":{}${more}}`;

test('random reports', async () => {
  for (let seed = 1; seed <= 120; seed++) await expectSame(new RandomReport(seeded(seed)).report());
});

test.each([
  [
    '"time":1496211111.5',
    ['1496211111', '1496211111.50', '0.5', '00.5', '12345678901.5', '1.1234567', '1e9'],
  ],
  [
    '"time":1496211111.5',
    ['"2016-07-14 19:24:54,683"', '"2016-02-29 19:24:54,683"', '"0099-07-14 19:24:54,683"'],
  ],
  [
    '"time":1496211111.5',
    ['"2016-07-14 24:24:54,683"', '"2016-13-14 19:24:54,683"', '"2016-07-14 19:24:54.683"'],
  ],
  [
    '"time":1496211111.5',
    ['"2016-04-31 19:24:54,683"', '"9999-12-31 23:59:59,999"', '"2016-07-1x 19:24:54,683"'],
  ],
  ['"tid":7', ['"7"', '0', '00', '999999999', '1000000000', '"0x7"', '-1', 'null', '7.0', '""']],
  ['"return_value":0', ['9223372036854775807', '18446744073709551615', '-1', '"0x00000000"', '"0xFFFFFFFF"']],
  [
    '"return_value":0',
    ['"0xffffffffc0000034"', '"0x0000000000000001"', '"0x1"', '"12"', '1.0', 'null', 'true'],
  ],
  ['"status":1', ['0', '2', 'true', 'false', '"SUCCESS"', '"FAILURE"', '"FAILED"', 'null', '01']],
])('%s spelled otherwise', async (member, spellings) => {
  const [name] = member.split(':');
  const call = `{"category":"file","status":1,"api":"A","return_value":0,"arguments":{},"time":1496211111.5,"tid":7,"id":0}`;
  for (const spelling of spellings) {
    const other = call.replace(member, `${name}:${spelling}`);
    await expectSame(cuckoo2([call, other, call]));
    await expectSame(cuckoo2([other, call, other]));
  }
});

test.each([
  [
    'members in another order, white space between them',
    '{ "tid" : 1 ,\n"api":"B", "unknown": [1, {}] , "time":1.5}',
  ],
  ['a member twice', '{"api":"A","tid":1,"tid":2,"arguments":{"x":1},"arguments":{"y":2},"time":3.5}'],
  ['no member at all', '{}'],
  ['nothing but members that columns hold', '{"api":"A","tid":1}'],
  ['an id that is not the index', '{"api":"A","id":17,"arguments":{}}'],
  ['an id that is', '{"api":"A","id":1,"arguments":{}}'],
])('%s', async (_name, call) => {
  await expectSame(cuckoo2([usual(0), call, usual(2), call]));
});

test('records longer than a block, and blocks that are just full', async () => {
  const long = (bytes: number): string => usual(1, `,"more":"${'x'.repeat(bytes)}"`);
  await expectSame(cuckoo2([usual(0), long(1 << 20), usual(2)]));
  await expectSame(cuckoo2([long(700_000), long(400_000), usual(3), long(1_114_000), usual(4)]));
  await expectSame(cuckoo2(Array.from({ length: 5000 }, (_, index) => usual(index))));
});

test('the usual calls of the usual dialects are written by the module', async () => {
  const listCall = (index: number): string =>
    `{"category":"file","status":true,"return":"0x00000000","timestamp":"2016-07-14 19:24:54,683","thread_id":"1332","repeated":0,"api":"NtReadFile","arguments":[{"name":"a","value":"1"}],"id":${index}}`;
  const cuckoo1 = `{"info":{"version":"1.2","started":"2016-07-14 19:24:54"},"behavior":{"processes":[{"process_id":"4","parent_id":"1","process_name":"a","calls":[${[0, 1, 2].map(listCall).join()}]}]}}`;
  const written: number[] = [];
  for (const text of [cuckoo2([0, 1, 2].map((index) => usual(index))), cuckoo1]) {
    let scanner!: CountingScanner;
    await blocksOf(bytesOf(text), () => (scanner = new CountingScanner()));
    written.push(scanner.written);
  }
  // What is usual is told by the first call.
  expect(written).toEqual([2, 2]);
});
