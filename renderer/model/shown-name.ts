// SPDX-License-Identifier: MIT
/**
 * What a report is called where it stands among others. Reports are mostly called report.json: their folder tells
 * them apart, and the label of a problem set's log says more than both.
 * @module
 */

/** e.g. `Log 1`, `analyses/12/report.json`. */
export function shownName({
  label,
  folder,
  file,
}: {
  label: string | null;
  folder: string;
  file: string;
}): string {
  return label ?? [folder, file].filter(Boolean).join('/');
}
