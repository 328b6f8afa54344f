// SPDX-License-Identifier: MIT
/**
 * Reads a folder of rules: YAML files, also in folders below it, in the order of their names. Bounded, because
 * the folder may hold anything; what is left out is said. Links are not followed.
 * @module
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../shared/errors/kinds';
import type { RuleFile } from '../../shared/rules/rule-file';
import { fileError } from './check-readable';

export const MAX_RULE_FILES = 500;
export const MAX_RULE_BYTES = 256 << 10;
/** All of them together: they are sent to the window as they are. */
export const MAX_RULES_BYTES = 8 << 20;
const MAX_DEPTH = 4;

export interface RuleFolder {
  files: RuleFile[];
  /** `rule-invalid` for each file that was not read. */
  skipped: UserError[];
}

/** @throws UserError `file-*` where the folder itself cannot be read */
export async function readRuleFolder(folder: string): Promise<RuleFolder> {
  const names: string[] = [];
  await collect(folder, '', 0, names);
  names.sort();
  const files: RuleFile[] = [];
  const skipped: UserError[] = [];
  let total = 0;
  for (const file of names) {
    const skip = (reason: string): number =>
      skipped.push(new UserError('rule-invalid', { file, place: '', reason }));
    if (files.length >= MAX_RULE_FILES) {
      skip(`only ${MAX_RULE_FILES} files are read`);
      break;
    }
    const full = path.join(folder, file);
    try {
      const { size } = await stat(full);
      if (size > MAX_RULE_BYTES) skip(`is larger than ${MAX_RULE_BYTES >> 10} KiB`);
      else if (total + size > MAX_RULES_BYTES) skip(`only ${MAX_RULES_BYTES >> 20} MiB are read`);
      else {
        total += size;
        files.push({ file, text: await readFile(full, 'utf8') });
      }
    } catch (error) {
      skip(error instanceof Error ? error.message.split(',')[0]! : String(error));
    }
  }
  return { files, skipped };
}

async function collect(root: string, below: string, depth: number, names: string[]): Promise<void> {
  const entries = await readdir(path.join(root, below), { withFileTypes: true }).catch((error: unknown) => {
    throw fileError(error, path.basename(root));
  });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory() && depth < MAX_DEPTH) await collect(root, name, depth + 1, names);
    else if (entry.isFile() && /\.ya?ml$/i.test(entry.name)) names.push(name);
    // Room for more than is read, so that it can be said.
    if (names.length > 2 * MAX_RULE_FILES) return;
  }
}
