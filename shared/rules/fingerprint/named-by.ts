// SPDX-License-Identifier: MIT
/**
 * Which of the report's own signatures named a finding: by a mark that is one of its calls, by a mark whose
 * text is its artefact, or, where the API alone is the check, by a signature known to implement it that names
 * the process or nothing.
 * @module
 */
import type { ProcessSummary } from '../../model/document';
import type { FindingContext } from './findings';
import type { HitGroup } from './process-hits';

const MIN_TEXT = 4;

interface Marks {
  name: string;
  /** `procId:index` */
  calls: Set<string>;
  /** Lower case. */
  texts: readonly string[];
}

export class SignatureMarks {
  private readonly marks: Marks[];

  constructor({ signatures, signatureInputs }: FindingContext) {
    this.marks = signatures.map((signature, at) => ({
      name: signature.name,
      calls: new Set(signature.calls.map((call) => `${call.procId}:${call.index}`)),
      texts: (signatureInputs[at]?.texts ?? []).map((text) => text.toLowerCase()),
    }));
  }

  naming(process: ProcessSummary, group: HitGroup, implementing: readonly string[]): string[] {
    const names: string[] = [];
    for (const mark of this.marks)
      if (!names.includes(mark.name) && this.names(mark, process, group, implementing)) names.push(mark.name);
    return names;
  }

  private names(
    mark: Marks,
    process: ProcessSummary,
    group: HitGroup,
    implementing: readonly string[],
  ): boolean {
    if (mark.calls.size > 0)
      if (group.calls.some((call) => mark.calls.has(`${call.procId}:${call.index}`))) return true;
    const traces = [...group.traces.values()];
    const isKnown = implementing.includes(mark.name);
    if (
      traces.some(
        ({ text }) =>
          text !== null && mark.texts.some((marked) => isSame(text.toLowerCase(), marked, isKnown)),
      )
    )
      return true;
    // Older reports name a signature without saying what it saw.
    if (!isKnown || mark.calls.size > 0) return false;
    if (mark.texts.length === 0) return true;
    if (traces.some(({ text }) => text !== null)) return false;
    const name = process.name?.toLowerCase() ?? null;
    const naming = mark.texts.filter((text) => /\.exe\b/.test(text));
    return naming.length === 0 || (name !== null && naming.some((text) => text.includes(name)));
  }
}

/**
 * The mark is the text; or, for a signature that implements the check, the one stands at the end of the other
 * after a `\`.
 */
function isSame(text: string, marked: string, isKnown: boolean): boolean {
  if (text.length < MIN_TEXT || marked.length < MIN_TEXT) return false;
  return text === marked || (isKnown && (ends(marked, text) || ends(text, marked)));
}

function ends(long: string, short: string): boolean {
  return (
    long.length > short.length && long.endsWith(short) && /[\\ :]/.test(long[long.length - short.length - 1]!)
  );
}
