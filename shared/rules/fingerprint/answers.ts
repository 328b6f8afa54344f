// SPDX-License-Identifier: MIT
/**
 * What the malware was told: yes, no, or unknown, from the call's success, return value or data.
 * @module
 */
import { exists } from './existence';
import { nameList, tellingName, type NameList, type TellingName } from './name-lists';
import { valueText } from './paths';
import { firstNumber, firstText, list, numberTest } from './predicates';
import { RuleProblem, type AnswerSpec } from './schema';
import type { CallContext, SubjectReader } from './subjects';

/** Reused by each call: read it at once. */
export interface Told {
  found: boolean | null;
  /** The name in the answer that gives the sandbox away, or null. */
  name: TellingName | null;
}

export type Answer = (context: CallContext, reader: SubjectReader | null) => Told;

const DATA_ARGS = [
  'value',
  'buffer',
  'property_buffer',
  'user_name',
  'computer_name',
  'provider_name',
  'net_bios_name',
  'env_str',
  'output_buffer',
];

const told: Told = { found: null, name: null };

function say(found: boolean | null, name: TellingName | null = null): Told {
  told.found = found;
  told.name = name;
  return told;
}

/** @throws RuleProblem where the rule names a list that does not exist */
export function compileAnswer(spec: AnswerSpec | undefined): Answer {
  if (spec === undefined || spec === 'exists')
    return (context, reader) =>
      say(reader ? reader.exists(context) : spec === 'exists' ? exists(context) : null);
  if (spec === 'none') return () => say(null);
  if (spec === 'succeeded') return ({ cursor }) => say(cursor.ok);
  if (spec === 'returned')
    return ({ cursor }) => say(cursor.returnValue === null ? null : cursor.returnValue !== 0n);
  if ('data' in spec) {
    const names =
      typeof spec.data === 'string'
        ? listNamed(spec.data)
        : { whole: false, names: spec.data.map(tellingName) };
    const args = spec.arg === undefined ? DATA_ARGS : list(spec.arg);
    return (context, reader) => {
      const there = reader ? reader.exists(context) : context.cursor.ok;
      const data = firstText(context.cursor, args);
      if (data === null || data === '') return say(there === false ? false : null);
      const name = find(names, valueText(data).toLowerCase());
      return say(name !== null, name);
    };
  }
  const test = numberTest(spec);
  const args = spec.arg === undefined ? [] : list(spec.arg);
  const useReturn = spec.return === true;
  return ({ cursor }) => {
    const number = useReturn ? cursor.returnValue : firstNumber(cursor, args);
    return say(number === null ? null : test(number));
  };
}

function listNamed(id: string): NameList {
  const found = nameList(id);
  if (!found) throw new RuleProblem('answer.data', `there is no list "${id}"`);
  return found;
}

function find({ whole, names }: NameList, text: string): TellingName | null {
  return names.find((name) => (whole ? name.text === text.trim() : text.includes(name.text))) ?? null;
}
