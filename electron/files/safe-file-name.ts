// SPDX-License-Identifier: MIT
/**
 * File names made of text that we did not write.
 * @module
 */

/** A suggested name without what file systems refuse. */
export function safeFileName(name: string): string {
  const clean = name.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, '-').replace(/^[.\s]+|[.\s]+$/g, '');
  return clean === '' ? 'kanshiki.png' : clean;
}
