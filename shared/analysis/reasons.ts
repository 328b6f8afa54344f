// SPDX-License-Identifier: MIT
/**
 * Why an edge is believed, in words: a code of the message catalogue (`why`) or of the rule, filled with the
 * call it speaks of.
 * @module
 */
import { IntlMessageFormat } from 'intl-messageformat';
import { createTranslator, type Language } from '../i18n/translate';
import type { Reason } from '../model/document';
import type { TechniqueRule } from '../rules/technique-rules';
import type { Fact } from './facts';
import type { Pair, PairEnd } from './techniques';

export type ReasonParams = Record<string, string | number>;

/** @param fact the call that the reason speaks of, or null */
export function reasonFor(
  code: string,
  pair: Pick<Pair, 'source' | 'target'>,
  fact: Fact | null,
  rule?: TechniqueRule,
  more: ReasonParams = {},
): Reason {
  const params = { source: labelOf(pair.source), target: labelOf(pair.target), ...callParams(fact), ...more };
  const own = rule && Object.hasOwn(rule.reasons, code) ? rule.reasons[code] : undefined;
  const text = (language: Language): string =>
    own ? formatted(own, language, params) : createTranslator(language)(`why.${code}`, params);
  return { code, params, en: text('en'), ja: text('ja') };
}

/** Every parameter stands in every reason; `none` where the log has no such thing. */
function callParams(fact: Fact | null): ReasonParams {
  const placed = fact?.region?.by ?? null;
  return {
    kind: fact?.kind ?? 'none',
    suspension: fact?.flags.has('suspension-unknown') ? 'unknown' : 'known',
    api: fact?.api ?? 'none',
    call: fact?.index ?? -1,
    address: hex(fact?.address ?? null),
    region: hex(fact?.region?.base ?? null),
    placedBy: placed?.api ?? 'none',
    placedCall: placed?.index ?? -1,
  };
}

function hex(value: bigint | null): string {
  return value === null ? 'none' : `0x${value.toString(16).padStart(8, '0')}`;
}

/** Longer names (samples named by their hash) are cut in the middle. */
const MAX_NAME = 32;

/** `svchost.exe (4020)`. */
function labelOf({ pid, name }: PairEnd): string {
  const number = pid === null ? '?' : String(pid);
  if (!name) return number;
  const short = name.length > MAX_NAME ? `${name.slice(0, 16)}…${name.slice(-12)}` : name;
  return `${short} (${number})`;
}

/** Texts of rules that were formatted once: to parse one takes longer than all else about an edge. */
const parsed = new WeakMap<RuleText, Partial<Record<Language, IntlMessageFormat>>>();

type RuleText = TechniqueRule['reasons'][string];

/** A rule's own text; one that does not format is shown as it is. */
function formatted(text: RuleText, language: Language, params: ReasonParams): string {
  let known = parsed.get(text);
  if (!known) parsed.set(text, (known = {}));
  try {
    known[language] ??= new IntlMessageFormat(text[language], language, undefined, { ignoreTag: true });
    return String(known[language].format(params));
  } catch {
    return text[language];
  }
}
