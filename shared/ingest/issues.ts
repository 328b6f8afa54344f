// SPDX-License-Identifier: MIT
/**
 * Trouble met in a report, as data. Repeated trouble of the same kind is counted, not listed without end.
 * @module
 */
import type { ErrorParams } from '../errors/kinds';
import type { IngestIssue } from '../model/document';
import { createTranslator } from '../i18n/translate';

/** Issues of one code that are listed one by one; the rest is only counted. */
const LISTED_PER_CODE = 20;

/** Codes that mean that part of the input was damaged or skipped; the others were accepted as they are. */
const LOSSES = new Set([
  'cut-short',
  'syntax',
  'too-deep',
  'gzip-cut-short',
  'gzip-damaged',
  'archive-cut-short',
  'archive-damaged',
  'trailing-garbage',
  'duplicate-section',
  'process-no-object',
  'call-no-object',
  'call-too-large',
  'value-too-large',
  'section-too-large',
  'section-cut',
  'bson-damaged',
  'log-unreadable',
  'too-many-marks',
]);

/** Whether an issue says that something of the input was damaged or skipped. */
export function isLoss(issue: IngestIssue): boolean {
  return LOSSES.has(issue.code);
}

interface Counted {
  count: number;
  offset: number | null;
  path: string | null;
}

export class IssueLog {
  private readonly counted = new Map<string, Counted>();
  private readonly listed = new Map<string, number>();

  /** @param tell gets each issue as it becomes known. */
  constructor(private readonly tell: (issue: IngestIssue) => void) {}

  /** A piece of trouble with a place of its own. */
  add(code: string, offsetBytes: number | null, path: string | null, params: ErrorParams = {}): void {
    const listed = this.listed.get(code) ?? 0;
    this.listed.set(code, listed + 1);
    if (listed < LISTED_PER_CODE) this.tell(issueOf(code, offsetBytes, path, params));
  }

  /** Trouble that can stand in a million places: told once, at the end, with the place of the first. */
  count(code: string, times: number, offset: number, path: string | null): void {
    const known = this.counted.get(code);
    if (known) known.count += times;
    else this.counted.set(code, { count: times, offset, path });
  }

  /** The report has ended: tells what was only counted. */
  finish(): void {
    for (const [code, { count, offset, path }] of this.counted)
      this.tell(issueOf(code, offset, path, { count }));
    for (const [code, times] of this.listed) {
      if (times > LISTED_PER_CODE) {
        this.tell(issueOf('more-issues', null, null, { code, count: times - LISTED_PER_CODE }));
      }
    }
    this.counted.clear();
  }
}

/** An issue with its English sentence. */
export function issueOf(
  code: string,
  offsetBytes: number | null,
  path: string | null,
  params: ErrorParams,
): IngestIssue {
  const message = createTranslator('en')(`issues.${code}`, {
    ...params,
    offset: offsetBytes ?? 0,
    path: path ?? '',
  });
  return { code, message, offsetBytes, path, params };
}
