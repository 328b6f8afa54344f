// SPDX-License-Identifier: MIT
/**
 * Names of well-known GUIDs, from `shared/data/guids`: COM classes and interfaces, known folders, device classes.
 * @module
 */
import documents from 'virtual:data/guids';

let built: Map<string, string> | null = null;

/**
 * The name of a GUID with or without braces, in any case; null where it is not known.
 *
 * @example guidWords('{72C24DD5-D70A-438B-8A42-98424B88AFB8}') // 'WScript.Shell'
 */
export function guidWords(text: string): string | null {
  if (text.length > 38) return null;
  return names().get(text.replace(/[{}]/g, '').toLowerCase()) ?? null;
}

function names(): Map<string, string> {
  built ??= new Map(
    documents.flatMap(({ data }) =>
      Object.values(data as Record<string, Record<string, string>>).flatMap((group) => Object.entries(group)),
    ),
  );
  return built;
}
