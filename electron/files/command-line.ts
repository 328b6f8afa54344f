// SPDX-License-Identifier: MIT
/**
 * Which of the command line's words are files to open.
 * @module
 */
import path from 'node:path';

/**
 * Paths given on a command line, made absolute against `workingFolder`. Switches are left out; after `--` all
 * words are files. In a checkout `appFolder` is the word after which they begin, since Electron's own switches
 * and modules to preload stand before it; null when packaged.
 */
export function filesOfCommandLine(
  argv: readonly string[],
  appFolder: string | null,
  workingFolder: string,
): string[] {
  const isApp = (word: string): boolean => path.resolve(workingFolder, word) === appFolder;
  const words = argv.slice(
    appFolder === null ? 1 : argv.findIndex((word, at) => at > 0 && isApp(word)) + 1 || argv.length,
  );
  const end = words.indexOf('--');
  const before = end < 0 ? words : words.slice(0, end);
  const after = end < 0 ? [] : words.slice(end + 1);
  return [...before.filter((word) => word !== '' && !word.startsWith('-')), ...after].map((word) =>
    path.resolve(workingFolder, word),
  );
}
