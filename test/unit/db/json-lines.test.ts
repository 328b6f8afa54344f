// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import { jsonLines, LINE_BYTES, lineText } from '../../../renderer/db/json-lines';

function shown(text: string, maxLines?: number): string[] {
  const lines = jsonLines(new TextEncoder().encode(text), maxLines);
  return Array.from({ length: lines.count }, (_, line) => lineText(lines, line));
}

describe('JSON as lines', () => {
  it('are the same for compact and printed text', () => {
    const value = { a: [1, { b: 'x, {"y"} \\ "' }], empty: {}, none: [], text: '日本' };
    const wanted = [
      '{',
      '  "a":[',
      '    1,',
      '    {',
      '      "b":"x, {\\"y\\"} \\\\ \\""',
      '    }',
      '  ],',
      '  "empty":{},',
      '  "none":[],',
      '  "text":"日本"',
      '}',
    ];
    expect(shown(JSON.stringify(value))).toEqual(wanted);
    const printed = shown(JSON.stringify(value, null, '\t').replaceAll('\n', '\r\n'));
    expect(printed.map((line) => line.replace(/": /, '":').replace(/([{[]) ([}\]])/, '$1$2'))).toEqual(
      wanted,
    );
  });

  it('keep what JSON.parse would lose: equal keys, long numbers, NaN', () => {
    expect(shown('{"a":18446744073709551615,"a":NaN}')).toEqual([
      '{',
      '  "a":18446744073709551615,',
      '  "a":NaN',
      '}',
    ]);
  });

  it('go on in the next line where one is long, and lose no character', () => {
    const text = JSON.stringify('日本語'.repeat(LINE_BYTES));
    const lines = shown(text);
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.join('')).toBe(text);
  });

  it('may be nested a million deep, or be cut anywhere', () => {
    const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000);
    expect(jsonLines(new TextEncoder().encode(deep)).count).toBe(1_999_999);
    const text = '{"a": ["x\\"y", {"b": 1}]}';
    for (let cut = 0; cut < text.length; cut++)
      expect(shown(text.slice(0, cut)).join('').replace(/\s/g, '')).toBe(
        text.slice(0, cut).replace(/\s/g, ''),
      );
  });

  it('stop at the greatest number of lines and say how far they came', () => {
    const lines = jsonLines(new TextEncoder().encode('[1,2,3,4]'), 3);
    expect([lines.count, lines.readBytes]).toEqual([3, 5]);
  });
});
