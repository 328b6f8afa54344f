// SPDX-License-Identifier: MIT
/**
 * What Kanshiki knows of Windows APIs, read from `shared/data/apis`: the normal name of an argument in every
 * dialect, and for each API its role, arguments, return value and texts. Adding an API or a spelling means
 * editing YAML (docs/catalogue.md); no code changes. Both look-ups are cached and cheap enough for each call.
 * @module
 */
import { catalogueIndex } from './catalogue/entries';
import type { ApiArg, ApiInfo, IndexedApi } from './catalogue/entries';
import { snakeCase } from './catalogue/snake-case';

export type { ApiArg, ApiInfo, ArgKind, BothLanguages } from './catalogue/entries';
export type { ApiRole, ReturnKind } from './catalogue/roles';

/** Names come from hostile reports: above this many different ones, look-ups are no longer remembered. */
const CACHE_LIMIT = 20_000;
/** Longer ones are never remembered. */
const CACHED_LENGTH = 128;

const entries = new Map<string, IndexedApi | null>();
const names = new Map<string, Map<string, string>>();
let namesCached = 0;

/** The catalogue's entry for an API as logged, or null. `A`, `W` and `Zw` spellings find their sibling. */
export function apiInfo(api: string): ApiInfo | null {
  return findEntry(api)?.info ?? null;
}

/** Every name that an API of the catalogue is logged under, variants included: for completion in search. */
export function apiNames(): string[] {
  return [...catalogueIndex().apis.keys()];
}

/** Every API of the catalogue once. */
export function allApis(): ApiInfo[] {
  return [...new Set([...catalogueIndex().apis.values()].map((entry) => entry.info))];
}

/**
 * The normal name of an argument: the API's own spellings first, then a name the API has in `snake_case`,
 * then spellings that mean the same for all APIs, then plain `snake_case`.
 *
 * @example normalArgName('NtProtectVirtualMemory', 'NumberOfBytesProtected') // 'length'
 */
export function normalArgName(api: string, rawName: string): string {
  let ofApi = names.get(api);
  const known = ofApi?.get(rawName);
  if (known !== undefined) return known;
  const name = resolveName(findEntry(api), rawName);
  if (namesCached < CACHE_LIMIT && api.length + rawName.length <= 2 * CACHED_LENGTH) {
    if (!ofApi) names.set(api, (ofApi = new Map()));
    ofApi.set(rawName, name);
    namesCached += 1;
  }
  return name;
}

/** The argument of an API by its normal name, or null. */
export function apiArg(api: string, name: string): ApiArg | null {
  return apiInfo(api)?.args.find((arg) => arg.name === name) ?? null;
}

function resolveName(entry: IndexedApi | null, rawName: string): string {
  const own = entry?.spellings.get(rawName);
  if (own !== undefined) return own;
  const snake = snakeCase(rawName);
  if (entry?.info.args.some((arg) => arg.name === snake)) return snake;
  return catalogueIndex().spellings.get(rawName) ?? snake;
}

function findEntry(api: string): IndexedApi | null {
  const cached = entries.get(api);
  if (cached !== undefined) return cached;
  const { apis } = catalogueIndex();
  const entry =
    apis.get(api) ??
    siblings(api)
      .map((name) => apis.get(name))
      .find(Boolean) ??
    null;
  if (entries.size < CACHE_LIMIT && api.length <= CACHED_LENGTH) entries.set(api, entry);
  return entry;
}

/** `RegOpenKeyExA` for `RegOpenKeyExW` and the reverse; the plain name for either, and either for it. */
function siblings(api: string): string[] {
  const match = /^(.*[a-z0-9])([AW])$/.exec(api);
  return match ? [match[1] + (match[2] === 'A' ? 'W' : 'A'), match[1]!] : [`${api}W`, `${api}A`];
}
