// SPDX-License-Identifier: MIT
/**
 * Compares process names as people write them with those of the key or the log: any case, a path or a file
 * name, with quotes, with arguments behind, with or without `.exe`, and shortened with `(..)` or `…` as the
 * published answers are.
 * @module
 */

/** Whether a written name can mean the process of that name or path. Empty never does. */
export function isSameProcessName(written: string, actual: string): boolean {
  const one = comparable(written);
  const other = comparable(actual);
  if (one === '' || other === '') return false;
  if (one.includes('\\') && other.includes('\\') && matches(one, other)) return true;
  return matches(fileName(one), fileName(other));
}

function comparable(name: string): string {
  const text = name.normalize('NFKC').trim().toLowerCase().replaceAll('¥', '\\').replaceAll('/', '\\');
  const quoted = /^["“”'「]([^"“”'」]*)["“”'」]?/.exec(text);
  const path = quoted ? quoted[1]! : text;
  // NFKC has made three points of `…`; arguments behind the image name do not matter.
  return path.replace(/^(.*?\.(?:exe|dll|scr|com))\s.*$/, '$1').trim();
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1).replace(/\.exe$/, '');
}

/** `(..)`, `...`, `..` and `*` in the written name stand for anything. */
function matches(written: string, actual: string): boolean {
  const parts = written.split(/\(\.{2,}\)|\.{2,}|\*/);
  if (parts.length === 1) return written === actual;
  if (parts.join('').length < 4) return false;
  let at = 0;
  for (const [position, part] of parts.entries()) {
    const found = actual.indexOf(part, at);
    if (found < 0 || (position === 0 && found !== 0)) return false;
    at = found + part.length;
  }
  return actual.endsWith(parts[parts.length - 1]!);
}
