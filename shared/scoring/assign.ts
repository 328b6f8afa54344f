// SPDX-License-Identifier: MIT
/**
 * Gives each entry of an answer at most one of the key's answers, so that as many as possible are right and
 * none counts twice (augmenting paths; a question has a handful of entries).
 * @module
 */

/**
 * @param candidates for each entry the positions of the key's answers that it satisfies
 * @returns for each entry the position it was given, or null
 */
export function assign(candidates: readonly (readonly number[])[]): (number | null)[] {
  const ownerOf = new Map<number, number>();

  function place(entry: number, tried: Set<number>): boolean {
    for (const answer of candidates[entry] ?? []) {
      if (tried.has(answer)) continue;
      tried.add(answer);
      const owner = ownerOf.get(answer);
      if (owner === undefined || place(owner, tried)) {
        ownerOf.set(answer, entry);
        return true;
      }
    }
    return false;
  }
  candidates.forEach((_, entry) => place(entry, new Set()));

  const given: (number | null)[] = candidates.map(() => null);
  for (const [answer, entry] of ownerOf) given[entry] = answer;
  return given;
}
