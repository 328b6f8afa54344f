// SPDX-License-Identifier: MIT
/**
 * Checks the YAML of `shared/data` while it is bundled: a mistake fails the build with file, path and reason.
 * Owns which folder has which check (build/schemas); a folder without one is taken as it is.
 * @module
 */
import { checkApis } from './schemas/apis.mjs';
import { checkFlags } from './schemas/flags.mjs';
import { checkGuids } from './schemas/guids.mjs';
import { checkMessages } from './schemas/messages.mjs';

/** @typedef {{ file: string, data: unknown }} DataDocument */
/** @typedef {{ file: string, path: string, reason: string }} DataProblem */
/** @typedef {(documents: DataDocument[], read: (folder: string) => DataDocument[]) => DataProblem[]} DataCheck */

/** @type {Record<string, DataCheck>} */
const CHECKS = {
  apis: checkApis,
  flags: checkFlags,
  guids: checkGuids,
  messages: checkMessages,
};

/**
 * The problems of a folder's documents. `read` gives the documents of another folder that these refer to.
 *
 * @param {string} folder
 * @param {DataDocument[]} documents
 * @param {(folder: string) => DataDocument[]} read
 * @returns {DataProblem[]}
 */
export function dataProblems(folder, documents, read) {
  return CHECKS[folder]?.(documents, read) ?? [];
}

/**
 * Throws one error that names every problem of the folder, at most forty.
 *
 * @param {string} folder
 * @param {DataDocument[]} documents
 * @param {(folder: string) => DataDocument[]} read
 */
export function assertData(folder, documents, read) {
  const problems = dataProblems(folder, documents, read);
  if (problems.length === 0) return;
  const lines = problems
    .slice(0, 40)
    .map(({ file, path, reason }) => `  ${file}: ${path || '(top)'}: ${reason}`);
  if (problems.length > lines.length) lines.push(`  … and ${problems.length - lines.length} more`);
  throw new Error(`Data of shared/data/${folder} is wrong:\n${lines.join('\n')}`);
}
