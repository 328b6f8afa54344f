// SPDX-License-Identifier: MIT
/**
 * Argument names of list-style dialects in the spelling of Cuckoo 2.x.
 * @module
 */

/** No argument of Windows has so long a name. */
const MAX_LENGTH = 128;

/**
 * `ProcessHandle` -> `process_handle`, `TotalPhysicalMB` -> `total_physical_mb`, `Return Address` ->
 * `return_address`. A name that is `snake_case` already stays as it is, and
 * so does one of more than 128 characters.
 */
export function snakeCase(name: string): string {
  // Names come from hostile reports, and the second pattern takes time in the square of a run of capitals.
  if (name.length > MAX_LENGTH) return name;
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();
}
