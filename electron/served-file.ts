// SPDX-License-Identifier: MIT
/**
 * Which file an address of the window's own scheme stands for.
 * @module
 */
import path from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** The content type of a file that may be served, or null. */
export function contentType(file: string): string | null {
  return TYPES[path.extname(file)] ?? null;
}

/** The file that an address of ours stands for, or null for any other. */
export function servedFile(address: string, folder: string): string | null {
  let url: URL;
  let name: string;
  try {
    url = new URL(address);
    name = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (url.protocol !== 'app:' || url.host !== 'kanshiki' || name.includes('\0') || name.includes('\\'))
    return null;
  const file = path.join(folder, name === '/' ? 'index.html' : name);
  return file.startsWith(folder + path.sep) && contentType(file) !== null ? file : null;
}
