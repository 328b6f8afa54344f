// SPDX-License-Identifier: MIT
/**
 * The API catalogue as it is written in `shared/data/apis/*.yaml`, indexed by every name an API is logged under.
 * Owns the types of an entry and the index; knows nothing of calls. The build checks the files
 * (build/data-schemas.mjs), so nothing is checked again here.
 * @module
 */
import documents from 'virtual:data/apis';
import type { ApiRole, ReturnKind } from './roles';

/** A text in both languages. */
export interface BothLanguages {
  ja: string;
  en: string;
}

/**
 * What an argument means: a plain kind such as `process-handle`, `pid`, `address`, `size`, `path`, or
 * `flags:<set>` for a set of `shared/data/flags` (bits and enumerations alike).
 */
export type ArgKind = string;

/** One argument of an API under its normal name. */
export interface ApiArg {
  name: string;
  kind: ArgKind;
  /** True where the call gives the value back (a handle it opened, a base address it chose). */
  out: boolean;
}

/** One API of the catalogue. Variants (`Zw`, `A`, `W`, `Ex`) that mean the same share an entry. */
export interface ApiInfo {
  /** The entry's own name, e.g. `NtMapViewOfSection`. */
  api: string;
  /** Other names it is logged under, e.g. `ZwMapViewOfSection`. */
  also: readonly string[];
  /** The catalogue's category: the name of its data file, e.g. `process`. */
  category: string;
  role: ApiRole | null;
  /** The contest script's tag, or null. */
  tag: 'PROC' | 'MEM' | 'WRITE' | 'EXEC' | null;
  args: readonly ApiArg[];
  returns: ReturnKind;
  /** MITRE ATT&CK ids that the API alone can hint at; proof is the rules' work. */
  attack: readonly string[];
  /** A short noun phrase, e.g. "Memory allocation". */
  title: BothLanguages;
  /** One sentence. */
  description: BothLanguages;
}

interface ArgData {
  kind: ArgKind;
  names?: string[];
  out?: boolean;
}

interface ApiData {
  api: string;
  also?: string[];
  role?: ApiRole;
  tag?: ApiInfo['tag'];
  returns?: ReturnKind;
  attack?: string[];
  args?: Record<string, ArgKind | ArgData>;
  title: BothLanguages;
  description: BothLanguages;
}

/** One file: either APIs of a category, or argument names that mean the same everywhere. */
interface CatalogueFile {
  category?: string;
  apis?: ApiData[];
  names?: Record<string, string[]>;
}

/** An entry with the spellings of its arguments. */
export interface IndexedApi {
  info: ApiInfo;
  /** Spelling in a report -> normal name, where `snake_case` alone does not give it. */
  spellings: ReadonlyMap<string, string>;
}

interface Index {
  apis: ReadonlyMap<string, IndexedApi>;
  /** Spelling -> normal name for every API that does not say otherwise. */
  spellings: ReadonlyMap<string, string>;
}

let built: Index | null = null;

/** The index, built at first use. */
export function catalogueIndex(): Index {
  built ??= buildIndex(documents.map(({ data }) => data as CatalogueFile));
  return built;
}

function buildIndex(files: readonly CatalogueFile[]): Index {
  const apis = new Map<string, IndexedApi>();
  const spellings = new Map<string, string>();
  for (const file of files) {
    for (const [name, raw] of Object.entries(file.names ?? {}))
      for (const one of raw) spellings.set(one, name);
    for (const data of file.apis ?? []) {
      const entry = indexApi(data, file.category ?? 'misc');
      for (const name of loggedNames(data)) apis.set(name, entry);
    }
  }
  return { apis, spellings };
}

/** Every name of an entry: its own, the others, and the `Zw` spelling of each `Nt` name. */
function loggedNames(data: ApiData): string[] {
  const names = [data.api, ...(data.also ?? [])];
  return names.flatMap((name) => (/^Nt[A-Z]/.test(name) ? [name, `Zw${name.slice(2)}`] : [name]));
}

function indexApi(data: ApiData, category: string): IndexedApi {
  const spellings = new Map<string, string>();
  const args: ApiArg[] = [];
  for (const [name, value] of Object.entries(data.args ?? {})) {
    const arg: ArgData = typeof value === 'string' ? { kind: value } : value;
    args.push({ name, kind: arg.kind, out: arg.out ?? false });
    for (const raw of arg.names ?? []) spellings.set(raw, name);
  }
  return {
    spellings,
    info: {
      api: data.api,
      also: data.also ?? [],
      category,
      role: data.role ?? null,
      tag: data.tag ?? null,
      args,
      returns: data.returns ?? 'none',
      attack: data.attack ?? [],
      title: data.title,
      description: data.description,
    },
  };
}
