// SPDX-License-Identifier: MIT
/**
 * What the list of findings shows: conditions on each finding, and words in anything that names it. Pure.
 * @module
 */
import { isNovel, type Member } from './findings';

export interface FindingFilter {
  novelOnly: boolean;
  strongOnly: boolean;
  foundOnly: boolean;
  inTreeOnly: boolean;
  /** Of the report in view; null: every process. */
  procId: number | null;
  /** All of its words must occur. */
  text: string;
}

export function emptyFindingFilter(): FindingFilter {
  return {
    novelOnly: false,
    strongOnly: false,
    foundOnly: false,
    inTreeOnly: false,
    procId: null,
    text: '',
  };
}

export function isFilteringFindings(filter: FindingFilter): boolean {
  const { novelOnly, strongOnly, foundOnly, inTreeOnly, procId, text } = filter;
  return novelOnly || strongOnly || foundOnly || inTreeOnly || procId !== null || text.trim() !== '';
}

/**
 * @param wordsOf everything that a reader could look for in a finding, in any spelling
 * @param reveals whether "found" gives a sandbox away, by rule
 */
export function filterFindings(
  members: readonly Member[],
  filter: FindingFilter,
  wordsOf: (member: Member) => string,
  reveals: (rule: string) => boolean,
): Member[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return members.filter((member) => {
    const { finding } = member;
    if (filter.novelOnly && !isNovel(finding)) return false;
    if (filter.strongOnly && finding.strength !== 'strong') return false;
    if (filter.foundOnly && !(finding.found === true && reveals(finding.rule))) return false;
    if (filter.inTreeOnly && !finding.inSampleTree) return false;
    if (filter.procId !== null && finding.procId !== filter.procId) return false;
    if (words.length === 0) return true;
    const text = wordsOf(member).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
