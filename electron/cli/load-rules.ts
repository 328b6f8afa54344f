// SPDX-License-Identifier: MIT
/**
 * The rules of `--rules FOLDER`, technique and fingerprinting rules alike, beside ours. What is printed must
 * not depend on a rule that silently did not run: the first wrong one ends the run.
 * @module
 */
import type { AnalyzerOptions } from '../../shared/analysis/create-analyzer';
import type { RuleFile } from '../../shared/rules/rule-file';
import { analyzerOptionsOf, loadUserRules } from '../../shared/rules/user-rules';
import { readRuleFolder } from '../files/rule-folder';

/**
 * The texts of the folder's rules, all of them checked.
 *
 * @throws UserError `rule-invalid` with file, line and reason; `file-*` where the folder cannot be read
 */
export async function readRules(folder: string): Promise<RuleFile[]> {
  const { files, skipped } = await readRuleFolder(folder);
  const wrong = skipped[0] ?? loadUserRules(files).rejected[0];
  if (wrong) throw wrong;
  return files;
}

/** What the analyzer gets for such rules. Texts travel to threads; compiled rules cannot. */
export function analyzerFor(files: readonly RuleFile[]): AnalyzerOptions {
  return analyzerOptionsOf(loadUserRules(files));
}
