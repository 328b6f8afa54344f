// SPDX-License-Identifier: MIT
/**
 * The cases of the log language, as files of this folder.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseCases, type Case } from '../../shared/rules/case-language';

/** Files below the folder (of `test/cases`), sorted. */
export function caseFiles(folder = '.'): string[] {
  return readdirSync(path.join(import.meta.dirname, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const name = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return caseFiles(name);
      return entry.name.endsWith('.case') ? [name] : [];
    })
    .sort();
}

export function casesOf(file: string): Case[] {
  return parseCases(file, readFileSync(path.join(import.meta.dirname, file), 'utf8'));
}

/** All cases of injection techniques. */
export function techniqueCases(): Case[] {
  return caseFiles('techniques').flatMap(casesOf);
}
