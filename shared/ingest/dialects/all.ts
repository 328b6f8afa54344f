// SPDX-License-Identifier: MIT
/**
 * Every dialect that can be read, and the choice among them by shape.
 * @module
 */
import { cape } from './cape';
import { cuckoo0 } from './cuckoo-0';
import { cuckoo1 } from './cuckoo-1';
import { cuckoo2 } from './cuckoo-2';
import { cuckoo3 } from './cuckoo-3';
import { cuckooModified } from './cuckoo-modified';
import type { CallRoles, DialectReader, ReportShape } from './dialect';
import { vtCuckoofork } from './vt-cuckoofork';

export const DIALECTS: readonly DialectReader[] = [
  cuckoo2,
  cape,
  cuckooModified,
  cuckoo1,
  cuckoo0,
  vtCuckoofork,
  cuckoo3,
];

/** The dialect that fits best, null where none fits at all. */
export function bestDialect(shape: ReportShape): DialectReader | null {
  let best: DialectReader | null = null;
  let bestFit = 0;
  for (const dialect of DIALECTS) {
    const fit = dialect.anchorKeys.some((key) => shape.topKeys.has(key)) ? dialect.fit(shape) : 0;
    if (fit > bestFit) {
      best = dialect;
      bestFit = fit;
    }
  }
  return best;
}

/** Top-level keys that any dialect wants to look at. */
export const HEADER_KEYS: ReadonlySet<string> = new Set(DIALECTS.flatMap((dialect) => dialect.headerKeys));

/**
 * The keys of calls in every dialect. No key means two things, so calls are read by all of them together: while
 * the dialect is not settled, and when they are stored and read again.
 */
export const CALL_ROLES: CallRoles = DIALECTS.flatMap((dialect) => dialect.callRoles);
