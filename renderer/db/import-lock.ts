// SPDX-License-Identifier: MIT
/**
 * The lock that an import holds as long as it runs. It goes with the page that holds it, however that page
 * ends, and so tells an import that runs in another window from one that was killed.
 * @module
 */

const nameOf = (importId: string): string => `kanshiki-import-${importId}`;

/** Takes the lock and gives back how to release it; null while somebody else holds it. */
export function lockImport(importId: string): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(nameOf(importId), { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}

/** Waits until the import runs nowhere, then does something before it can be begun again. */
export async function afterImport(importId: string, act: () => Promise<void>): Promise<void> {
  await navigator.locks.request(nameOf(importId), act);
}
