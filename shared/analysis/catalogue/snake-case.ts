// SPDX-License-Identifier: MIT
/**
 * Argument names of list-style dialects in the spelling of Cuckoo 2.x.
 * @module
 */

/**
 * `ProcessHandle` -> `process_handle`, `TotalPhysicalMB` -> `total_physical_mb`, `Return Address` ->
 * `return_address`. A name that is `snake_case` already stays as it is.
 */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();
}
