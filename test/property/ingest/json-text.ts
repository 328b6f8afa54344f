// SPDX-License-Identifier: MIT
/**
 * JSON texts for property tests and fuzzing: valid ones with everything that JSON allows, and damaged ones.
 * The oracle is JSON.parse, taught NaN and the infinities.
 * @module
 */
import fc from 'fast-check';

const blank = fc.constantFrom('', '', '', ' ', '\n', '\r\n', '\t', '  ');

const escape = fc.constantFrom(
  '\\"', '\\\\', '\\/', '\\b', '\\f', '\\n', '\\r', '\\t',
  '\\u0000', '\\u0041', '\\u00fF', '\\ud83d\\ude00', '\\ud800', '\\uDC00', '\\u2028',
); // prettier-ignore

const rawChars = fc.constantFrom(
  'a',
  'Z',
  '0',
  ' ',
  '/',
  '\u007f',
  'é',
  '日',
  '本',
  '\u2028',
  '😀',
  '\ufeff',
  '{',
  ']',
  ',',
  ':',
);

const stringText = fc
  .array(fc.oneof(rawChars, escape), { maxLength: 12 })
  .map((parts) => `"${parts.join('')}"`);

/** Keys of calls and headers among others, some spelled with escapes. */
const keyText = fc.oneof(
  fc.constantFrom(
    '"api"', '"\\u0061pi"', '"arguments"', '"flags"', '"category"', '"name"', '"value"', '"pretty_value"',
    '"time"', '"tid"', '"status"', '"return_value"', '"__proto__"', '""',
  ), // prettier-ignore
  stringText,
);

const numberText = fc.oneof(
  fc.constantFrom(
    '0',
    '-0',
    '1',
    '-1',
    '0.5',
    '1e3',
    '1E-7',
    '-1.25e+2',
    '9007199254740993',
    '18446744073709551615',
  ),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
);

const scalarText = fc.oneof(
  stringText,
  numberText,
  fc.constantFrom('true', 'false', 'null'),
  fc.constantFrom('NaN', 'Infinity', '-Infinity'),
);

const { value: valueText, object: objectText } = fc.letrec<{ value: string; object: string; array: string }>(
  (tie) => ({
    value: fc.oneof({ maxDepth: 5, withCrossShrink: true }, scalarText, tie('object'), tie('array')),
    object: fc
      .array(fc.tuple(keyText, tie('value'), blank, blank, blank, blank), { maxLength: 6 })
      .map((members) => `{${members.map(([k, v, a, b, c, d]) => a + k + b + ':' + c + v + d).join(',')}}`),
    array: fc
      .array(fc.tuple(tie('value'), blank, blank), { maxLength: 6 })
      .map((items) => `[${items.map(([v, a, b]) => a + v + b).join(',')}]`),
  }),
);

export { objectText, valueText };

/** A text with one to three characters taken out, put in or put in another's place. */
export function damaged(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const edit = fc.tuple(
    fc.nat(),
    fc.constantFrom('insert', 'delete', 'replace'),
    fc.constantFrom(...'{}[],:"\\ \n0-.eE+tfnuNI\u0000\u001f\u00e9'),
  );
  return fc.tuple(text, fc.array(edit, { minLength: 1, maxLength: 3 })).map(([whole, edits]) => {
    let result = whole;
    for (const [seed, kind, char] of edits) {
      const at = seed % (result.length + 1);
      result =
        result.slice(0, at) + (kind === 'delete' ? '' : char) + result.slice(kind === 'insert' ? at : at + 1);
    }
    // Half of a surrogate pair has no UTF-8.
    return Buffer.from(result, 'utf8').toString('utf8');
  });
}

/** Values that stand for NaN and the infinities, which JSON.parse cannot say. */
const STANDS_FOR: Record<string, string> = {
  NaN: '"\u0001NaN"',
  Infinity: '"\u0001Inf"',
  '-Infinity': '"\u0001-Inf"',
};

/** What JSON.parse says, NaN and infinities allowed; `undefined` where it refuses. */
export function oracle(text: string): { value: unknown } | undefined {
  const replaced = text.replace(/"(?:[^"\\]|\\[^])*"?|-?Infinity|NaN/g, (token) => {
    const stand = STANDS_FOR[token];
    return stand === undefined ? token : ` ${JSON.stringify(JSON.parse(escapeControls(stand)))} `;
  });
  try {
    return { value: JSON.parse(replaced, (_, value: unknown) => restored(value)) as unknown };
  } catch {
    return undefined;
  }
}

function escapeControls(text: string): string {
  return text.replace('\u0001', '\\u0001');
}

function restored(value: unknown): unknown {
  if (value === '\u0001NaN') return NaN;
  if (value === '\u0001Inf') return Infinity;
  return value === '\u0001-Inf' ? -Infinity : value;
}

/** Bigints back to the doubles that JSON.parse gives. */
export function asDoubles(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(asDoubles);
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    Object.defineProperty(result, key, {
      value: asDoubles(inner),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return result;
}
