// SPDX-License-Identifier: MIT
/**
 * API names as people write them in an answer: in a list, in the middle of a Japanese sentence, with a return
 * value behind, without the A or W at the end. Says which names an answer names, and whether a log holds one.
 * @module
 */
import { allApis } from '../analysis/catalogue';

/** The APIs of one log (or one of its processes), for looking names up. */
export class ApiSet {
  readonly #byName = new Map<string, string>();
  readonly #byStem = new Map<string, string>();

  constructor(names: Iterable<string>) {
    for (const name of names) {
      const key = name.toLowerCase();
      this.#byName.set(key, name);
      const stem = stemOf(name)?.toLowerCase();
      if (stem !== undefined && !this.#byStem.has(stem)) this.#byStem.set(stem, name);
    }
  }

  /**
   * The API that a written name means, or null. Case does not matter; `Zw` is `Nt`; a name without the A or W
   * (or InternalW) of the logged one means the logged one. Two names of a Windows API are never mixed up:
   * `CreateProcessW` is not `CreateProcessInternalW`, and `CreateRemoteThread` is not `CreateRemoteThreadEx`.
   */
  find(written: string): string | null {
    const key = written.toLowerCase().replace(/^zw(?=[a-z])/, 'nt');
    return this.#byName.get(key) ?? this.#byStem.get(key) ?? null;
  }
}

/** `RegOpenKeyEx` of `RegOpenKeyExA`, `CreateProcess` of `CreateProcessInternalW`; null without such an end. */
function stemOf(name: string): string | null {
  const match = /^([A-Za-z0-9_]*?[a-z0-9])(?:InternalW|A|W)$/.exec(name);
  return match ? match[1]! : null;
}

/** The two names under which monitors log one and the same event. */
const SAME_EVENT = [
  ['WriteProcessMemory', 'NtWriteVirtualMemory'],
  ['ReadProcessMemory', 'NtReadVirtualMemory'],
  ['CreateProcessInternalW', 'NtCreateUserProcess'],
];

/** The names under which the same event may be logged, the given one first. */
export function sameEvent(api: string): string[] {
  const group = SAME_EVENT.find((names) => names.includes(api));
  return group ? [api, ...group.filter((name) => name !== api)] : [api];
}

/** Names in the fields for API names: whatever stands there as an identifier was meant as one. */
export function namesInFields(fields: readonly string[]): string[] {
  return unique(fields.flatMap((field) => identifiers(field).map(({ name }) => name)));
}

/**
 * Names in an explanation. Only what is surely an API counts: one that the catalogue or the log knows, one
 * that begins as only native APIs do (`NtInjectCode`), or one that is built of a verb and at least two more
 * words (`CreateEvilThread`). File names, parts of paths and names without a capital (`send`) are none.
 */
export function namesInText(text: string, log: ApiSet): string[] {
  const names = identifiers(text).filter(
    ({ name, isPath }) =>
      !isPath &&
      /[A-Z]/.test(name) &&
      (log.find(name) !== null || catalogue().find(name) !== null || looksLikeApi(name)),
  );
  return unique(names.map(({ name }) => name));
}

function looksLikeApi(name: string): boolean {
  return (
    /^(Nt|Zw|Rtl|Ldr)[A-Z][a-z]+[A-Za-z0-9]*$/.test(name) ||
    /^(Create|Open|Write|Read|Virtual|Set|Get|Queue|Resume|Suspend|Map|Unmap|Load|Inject|Reg|Find|Enum|Query|Http|Internet|Crypt|Process32|Module32|Thread32)([A-Z][a-z0-9]+){2,}(A|W)?$/.test(
      name,
    )
  );
}

let known: ApiSet | null = null;
function catalogue(): ApiSet {
  known ??= new ApiSet(allApis().flatMap(({ api, also }) => [api, ...also]));
  return known;
}

function identifiers(text: string): { name: string; isPath: boolean }[] {
  return [...text.matchAll(/[A-Za-z_][A-Za-z0-9_]{2,}/g)].map((match) => {
    const before = text[match.index - 1] ?? '';
    const after = text.slice(match.index + match[0].length);
    return {
      name: match[0],
      isPath: /[\\¥]/.test(before) || /^([\\¥]|\.(exe|dll|sys|scr|com|bat|py)\b)/i.test(after),
    };
  });
}

function unique(names: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const name of names) if (!seen.has(name.toLowerCase())) seen.set(name.toLowerCase(), name);
  return [...seen.values()];
}
