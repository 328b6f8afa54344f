// SPDX-License-Identifier: MIT
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BAD, KIND, NEED } from '../../../shared/ingest/tokenizer/bytes';
import { CallScanner, ROLE } from '../../../shared/ingest/tokenizer/call-scanner';
import { parseValue } from '../../../shared/ingest/tokenizer/parse-value';
import { stringText } from '../../../shared/ingest/tokenizer/text';
import { WasmScanner } from '../../../shared/ingest/tokenizer/wasm-scanner';
import { ValueMachine } from '../../../shared/ingest/tokenizer/value-machine';
import { ValueScanner } from '../../../shared/ingest/tokenizer/value-scanner';
import { bytesOf, CHUNK_SIZES, chunks } from '../../unit/ingest/reading';
import { asDoubles, damaged, objectText, oracle, valueText } from './json-text';

const text = fc.oneof(valueText, damaged(valueText), damaged(objectText));

/** Whether the machine takes the text as exactly one value, white space around it allowed. */
function machineAccepts(source: string, size: number): boolean {
  const machine = new ValueMachine();
  machine.start();
  // A space behind lets a number at the end be one.
  for (const chunk of chunks(bytesOf(`${source} `), size)) {
    let at = 0;
    if (!machine.done) at = machine.write(chunk, 0, chunk.length);
    if (machine.error) return false;
    if (machine.done)
      for (; at < chunk.length; at++) if (!' \n\r\t'.includes(String.fromCharCode(chunk[at]!))) return false;
  }
  return machine.done;
}

function scannerOver(source: string, scanner: ValueScanner): void {
  const bytes = bytesOf(source);
  scanner.bytes =
    scanner instanceof CallScanner ? scanner.window(bytes.length + 1) : new Uint8Array(bytes.length + 1);
  scanner.bytes.set(bytes);
  scanner.bytes[bytes.length] = 0;
  scanner.end = bytes.length;
}

describe('against JSON.parse', () => {
  it('parses to equal values what JSON.parse accepts, and refuses what it refuses', () => {
    fc.assert(
      fc.property(text, (source) => {
        const expected = oracle(source);
        let got: { value: unknown } | undefined;
        try {
          got = { value: asDoubles(parseValue(bytesOf(source))) };
        } catch {
          got = undefined;
        }
        expect(got).toEqual(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it('checks values in pieces of any size as JSON.parse does', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...CHUNK_SIZES), (source, size) => {
        expect(machineAccepts(source, size)).toBe(oracle(source) !== undefined);
      }),
      { numRuns: 3000 },
    );
  });

  it('asks for more bytes wherever a whole value is cut, and never calls a part of it wrong', () => {
    fc.assert(
      fc.property(objectText, fc.nat(), (source, cut) => {
        const bytes = bytesOf(source);
        const scanner = new ValueScanner();
        scanner.bytes = new Uint8Array(bytes.length + 1);
        scanner.end = cut % bytes.length;
        scanner.bytes.set(bytes.subarray(0, scanner.end));
        expect(scanner.value(0)).toBe(NEED);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['in TypeScript', new CallScanner()],
    ['in WebAssembly', new WasmScanner()],
  ])(
    'scans call objects %s as JSON.parse reads them: members, arguments and words, the last of equal keys',
    (_, scanner) => {
      fc.assert(
        fc.property(fc.oneof(objectText, damaged(objectText)), (source) => {
          fc.pre(/^\{/.test(source));
          scanner.setRoles([
            ['api', ROLE.API],
            ['category', ROLE.CATEGORY],
            ['arguments', ROLE.ARGUMENTS],
            ['flags', ROLE.WORDS],
          ]);
          scannerOver(`${source} `, scanner);
          const end = scanner.scan(0);
          const expected = oracle(source);
          const accepted =
            end >= 0 && new TextDecoder().decode(scanner.bytes.subarray(end, scanner.end)).trim() === '';
          expect(accepted).toBe(expected !== undefined);
          if (!expected) return;
          const value = (from: number, to: number): unknown =>
            asDoubles(parseValue(scanner.bytes.subarray(from, to)));
          const read = (list: CallScanner['args']): [string, unknown][] =>
            Array.from({ length: list.count }, (_, row) => [
              list.name[row]! >= 0
                ? scanner.keys.names[list.name[row]!]!
                : stringText(scanner.bytes, list.nameStart[row]!, list.nameEnd[row]!),
              list.kind[row] === KIND.NONE ? undefined : value(list.start[row]!, list.end[row]!),
            ]);
          const call = expected.value as Record<string, unknown>;
          expect(asObject(read(scanner.members))).toEqual(call);
          const args = Object.hasOwn(call, 'arguments') ? call['arguments'] : undefined;
          if (typeof args === 'object' && args !== null && !Array.isArray(args)) {
            expect(scanner.argsStyle).toBe('d');
            expect(asObject(read(scanner.args))).toEqual(args);
          } else if (Array.isArray(args)) {
            expect(scanner.argsStyle).toBe('l');
            const items = args.filter(
              (item) => typeof item === 'object' && item !== null && !Array.isArray(item),
            );
            expect(read(scanner.args).map(([, inner]) => inner)).toEqual(
              items.map((item: object) =>
                Object.hasOwn(item, 'value') ? (item as { value: unknown }).value : undefined,
              ),
            );
          } else expect(scanner.args.count).toBe(0);
          const api = Object.hasOwn(call, 'api') ? call['api'] : undefined;
          expect(scanner.api >= 0 ? scanner.apis.names[scanner.api] : undefined).toBe(
            typeof api === 'string' ? api : undefined,
          );
        }),
        { numRuns: 3000 },
      );
    },
  );

  it('names the place of the first wrong byte', () => {
    const scanner = new ValueScanner();
    scannerOver('{"a": [1, 2, tru]}', scanner);
    expect([scanner.value(0), scanner.errorAt]).toEqual([BAD, 16]);
  });
});

function asObject(entries: [string, unknown][]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}
