// SPDX-License-Identifier: MIT
/**
 * The open database, twice over the same data: one connection whose commits are on disk when they resolve,
 * for what a user would miss, and a faster one for bulk data of imports.
 * @module
 */
import { Dexie } from 'dexie';
import { UserError } from '../../shared/errors/kinds';
import { KanshikiDatabase } from './schema';

let strict: KanshikiDatabase | null = null;
let relaxed: KanshikiDatabase | null = null;

/** Connection with strict durability. */
export function database(): KanshikiDatabase {
  return (strict ??= new KanshikiDatabase('strict'));
}

/** Connection for bulk writes; they count only once a strict commit has followed. */
export function bulkDatabase(): KanshikiDatabase {
  return (relaxed ??= new KanshikiDatabase('relaxed'));
}

/** A failure of the database as something that a user can understand, where it is one; else as it came. */
export function databaseError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const inner = (error as { inner?: unknown }).inner;
  const names = [error.name, inner instanceof Error ? inner.name : ''];
  if (names.includes('QuotaExceededError')) return new UserError('database-full', {}, { cause: error });
  if (names.includes(Dexie.errnames.Version)) return new UserError('database-newer', {}, { cause: error });
  if (names.includes('UnknownError') || names.includes(Dexie.errnames.OpenFailed)) {
    return new UserError('database-unusable', {}, { cause: error });
  }
  return error;
}
