// SPDX-License-Identifier: MIT
/**
 * The user's own technique rules: YAML files of a folder, beside the built-in ones; one of the same id takes
 * the built-in rule's place.
 * @module
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { UserError } from '../../shared/errors/kinds';
import {
  builtinTechniqueRules,
  parseTechniqueRule,
  sortRules,
  type TechniqueRule,
} from '../../shared/rules/technique-rules';
import { fileError } from '../files/check-readable';

/** Throws UserError `rule-invalid`, or `file-*` where the folder cannot be read. */
export async function loadRules(folder: string): Promise<TechniqueRule[]> {
  const rules = new Map(builtinTechniqueRules().map((rule) => [rule.id, rule]));
  let files: string[];
  try {
    files = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  } catch (error) {
    throw fileError(error, path.basename(folder));
  }
  for (const name of files) {
    const rule = parseTechniqueRule(name, await readYaml(folder, name));
    rules.set(rule.id, rule);
  }
  return sortRules([...rules.values()]);
}

async function readYaml(folder: string, name: string): Promise<unknown> {
  const text = await readFile(path.join(folder, name), 'utf8').catch((error: unknown) => {
    throw fileError(error, name);
  });
  try {
    return parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    throw new UserError('rule-invalid', { file: name, place: '', reason }, { cause: error });
  }
}
