// SPDX-License-Identifier: MIT
/**
 * Signatures as all dialects but Cuckoo 3 write them: a name, a description, a severity, and marks of which
 * some name a call by pid and number and the rest are indicators. Bounded per marks.
 * @module
 */
import type { SignatureInput } from '../../analysis/analyzer';
import type { JsonObject, JsonValue } from '../tokenizer/parse-value';
import type { SignatureMarks } from './dialect';
import { idOf, integerOf, objectOf, textOf } from './fields';

/** More marks of one signature than this are not looked at (the section still holds them). */
export const MAX_MARKS = 100_000;
const MAX_TEXTS = 2_000;
const MAX_TEXT_CHARS = 4_096;

export function plainSignature(fields: JsonObject): Omit<SignatureInput, keyof SignatureMarks> {
  return {
    name: textOf(fields['name']) ?? '',
    description: textOf(fields['description']),
    severity: integerOf(fields['severity']),
  };
}

/** Adds a mark that names a call. */
export function addCallMark(marks: SignatureMarks, mark: JsonObject): void {
  if (marks.calls.length >= MAX_MARKS) return;
  marks.calls.push({
    pid: idOf(mark['pid']),
    cid: idOf(mark['cid']),
    api: textOf(objectOf(mark['call'])?.['api']),
  });
}

/** Adds every text inside a mark, nested ones too. */
export function addTexts(marks: SignatureMarks, value: JsonValue, depth = 0): void {
  if (marks.texts.length >= MAX_TEXTS || depth > 6) return;
  if (typeof value === 'string') {
    if (value !== '')
      marks.texts.push(value.length > MAX_TEXT_CHARS ? value.slice(0, MAX_TEXT_CHARS) : value);
  } else if (typeof value === 'object' && value !== null) {
    for (const inner of Array.isArray(value) ? value : Object.values(value))
      addTexts(marks, inner, depth + 1);
  }
}
