// SPDX-License-Identifier: MIT
/**
 * Programs as paths and command lines name them.
 * @module
 */

/** The program in a command line: the quoted part, or up to the first blank. */
export function imageOf(commandLine: string | null): string | null {
  if (!commandLine) return null;
  const text = commandLine.trim();
  if (text.startsWith('"')) return text.slice(1, text.indexOf('"', 1) > 0 ? text.indexOf('"', 1) : undefined);
  const exe = /^(.+?\.(?:exe|com|scr|pif|bat|cmd|tmp))(?:\s|$)/i.exec(text);
  return exe?.[1] ?? text.split(/\s/, 1)[0] ?? null;
}

/** The last part of a Windows path. */
export function baseName(path: string | null): string | null {
  if (!path) return null;
  const name = path
    .replace(/[\\/]+$/, '')
    .split(/[\\/]/)
    .at(-1);
  return name ? name : null;
}
