// SPDX-License-Identifier: MIT
/**
 * Conditions of a rule on arguments and return values, compiled to functions of the call.
 * @module
 */
import { RE2JS } from 're2js';
import { handleArgument, SELF_THREAD } from '../../analysis/handles';
import type { CallCursor } from '../../model/call';
import { matchWild, PathGlob } from './glob';
import { filePath } from './paths';
import { RuleProblem, type PatternSpec, type PredicateSpec, type TextPattern } from './schema';
import { lowNumber, type CallContext } from './subjects';

export type Predicate = (context: CallContext) => boolean;
export type TextTest = (lower: string) => boolean;

/** Texts beyond this are not searched by `where`. */
const MAX_TEXT = 65_536;

export function compilePredicate(spec: PredicateSpec): Predicate {
  if ('return' in spec) {
    const test = numberTest(spec.return);
    return ({ cursor }) => cursor.returnValue !== null && test(cursor.returnValue);
  }
  if ('own-thread' in spec) return ownThread(list(spec['own-thread']));
  if ('path-of' in spec) {
    const handles = list(spec['path-of']);
    const globs = list(spec.is).map((one) => new PathGlob(asGlob(one), false));
    return ({ cursor, names }) => {
      const path = names.file(cursor, handles) ?? cursor.text('filepath');
      return path !== null && globs.some((glob) => glob.match(filePath(path).compared) >= 0);
    };
  }
  const args = list(spec.arg);
  const optional = spec.optional ?? false;
  if (spec.text !== undefined) {
    const tests = list(spec.text).map((one) => textTest(one));
    return ({ cursor }) => {
      const text = firstText(cursor, args);
      if (text === null) return optional;
      const lower = text.slice(0, MAX_TEXT).toLowerCase();
      return tests.some((test) => test(lower));
    };
  }
  const test = numberTest(spec);
  return ({ cursor }) => {
    const number = firstNumber(cursor, args);
    return number === null ? optional : test(number);
  };
}

interface NumberSpec {
  in?: (number | string)[];
  min?: number | string;
  max?: number | string;
  bits?: number | string;
  'any-bits'?: number | string;
}

export function numberTest(spec: NumberSpec): (value: bigint) => boolean {
  const tests: ((value: bigint) => boolean)[] = [];
  if (spec.in) {
    const values = new Set(spec.in.map(BigInt));
    tests.push((value) => values.has(value));
  }
  if (spec.min !== undefined) {
    const min = BigInt(spec.min);
    tests.push((value) => value >= min);
  }
  if (spec.max !== undefined) {
    const max = BigInt(spec.max);
    tests.push((value) => value <= max);
  }
  if (spec.bits !== undefined) {
    const bits = BigInt(spec.bits);
    tests.push((value) => (value & bits) === bits);
  }
  if (spec['any-bits'] !== undefined) {
    const bits = BigInt(spec['any-bits']);
    tests.push((value) => (value & bits) !== 0n);
  }
  return tests.length === 1 ? tests[0]! : (value) => tests.every((test) => test(value));
}

/** A text condition; a plain string is a whole-text pattern with `*` and `?`. */
export function textTest(spec: string | TextPattern): TextTest {
  if (typeof spec === 'string') {
    const pattern = spec.toLowerCase();
    return (lower) => matchWild(pattern, lower);
  }
  if ('contains' in spec) {
    const part = spec.contains.toLowerCase();
    return (lower) => lower.includes(part);
  }
  if ('all' in spec) {
    const parts = spec.all.map((part) => part.toLowerCase());
    return (lower) => parts.every((part) => lower.includes(part));
  }
  // The schema has tried it; most expressions are never asked in a report.
  let expression: RE2JS | null = null;
  return (lower) => {
    expression ??= RE2JS.compile(spec.regex, RE2JS.CASE_INSENSITIVE);
    return expression.matcher(lower).find();
  };
}

function ownThread(args: readonly string[]): Predicate {
  return ({ cursor, caller }) => {
    for (const arg of args) if (handleArgument(cursor, arg) === SELF_THREAD) return true;
    const pid = lowNumber(cursor, 'process_identifier');
    return pid !== null && pid === caller.ownPid;
  };
}

export function firstText(cursor: CallCursor, args: readonly string[]): string | null {
  for (const arg of args) {
    const text = cursor.text(arg);
    if (text !== null) return text;
  }
  return null;
}

export function firstNumber(cursor: CallCursor, args: readonly string[]): bigint | null {
  for (const arg of args) {
    const number = cursor.number(arg);
    if (number !== null) return number;
  }
  return null;
}

export function list<T>(one: T | readonly T[]): readonly T[] {
  return Array.isArray(one) ? (one as readonly T[]) : [one as T];
}

function asGlob(spec: PatternSpec): string {
  if (typeof spec === 'string') return spec;
  throw new RuleProblem('where.is', 'must be a path pattern');
}
