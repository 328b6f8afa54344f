// SPDX-License-Identifier: MIT
/**
 * The findings in view: of this report or of the whole case, filtered, as rows. One place for list, summary and
 * evidence.
 * @module
 */
import { pick } from '../i18n/i18n.svelte';
import { categoriesOf, type CategoryRows, type FindingRef, type Member } from '../model/findings';
import {
  emptyFindingFilter,
  filterFindings,
  isFilteringFindings,
  type FindingFilter,
} from '../model/findings-filter';
import { shownName } from '../model/shown-name';
import { artefactWords, categoryTitle, reveals, ruleTitle } from './fingerprint-rules';
import { involved } from './involved.svelte';
import { nameOf, procTitle } from './names.svelte';
import { selection } from './selection.svelte';
import { session } from './session.svelte';
import { settings } from './settings.svelte';
import { sheet } from './sheet.svelte';

/** A view lower than this shows the list rather than what gave the sandbox away. */
const LOW_PX = 400;

export type FindingsMode = 'list' | 'signatures' | 'dictionary' | 'rules';

class FindingsStore {
  mode: FindingsMode = $state('list');
  /** Findings of all reports of the case. */
  wholeCase = $state(false);
  /** Height of the view in CSS pixels. */
  viewPx = $state(Infinity);
  /** Whether what gave the sandbox away is unfolded: as the reader chose, else as there is room. */
  #summaryChoice: boolean | null = $state(null);
  readonly summaryOpen = $derived(this.#summaryChoice ?? this.viewPx >= LOW_PX);
  filter: FindingFilter = $state(emptyFindingFilter());

  /** All findings in the chosen scope. */
  readonly members: readonly Member[] = $derived.by(() => {
    const ids = this.wholeCase ? session.reports.map(({ id }) => id) : [session.reportId];
    return ids.flatMap((reportId) => {
      const model = reportId === null ? null : session.modelOf(reportId);
      if (reportId === null || !model) return [];
      return model.document.fingerprints.map((finding): Member => ({ reportId, finding }));
    });
  });

  readonly filtering = $derived(isFilteringFindings(this.filter));
  readonly shown: readonly Member[] = $derived(
    filterFindings(
      this.members,
      this.wholeCase ? { ...this.filter, procId: null } : this.filter,
      (member) => this.#words(member),
      reveals,
    ),
  );
  readonly inside: CategoryRows[] = $derived(
    categoriesOf(this.shown.filter(({ finding }) => finding.inSampleTree)),
  );
  readonly outside: CategoryRows[] = $derived(
    categoriesOf(this.shown.filter(({ finding }) => !finding.inSampleTree)),
  );

  toggleSummary(): void {
    this.#summaryChoice = !this.summaryOpen;
  }

  #words({ reportId, finding }: Member): string {
    const { rule, category, artefact, process, pid, knownSignatures } = finding;
    return [
      rule,
      ruleTitle(rule),
      categoryTitle(category),
      pick(finding.description),
      artefact ?? '',
      artefact === null ? '' : artefactWords(artefact).text,
      process ?? '',
      String(pid),
      ...new Set(finding.calls.map(({ api }) => api)),
      ...knownSignatures.cuckoo,
      ...knownSignatures.cape,
      ...finding.namedByReport,
      reportName(reportId),
    ].join('\n');
  }

  /** Reads the documents of the case's other reports. */
  async wantCase(): Promise<void> {
    for (const { id, state } of session.reports) if (state !== 'importing') await session.load(id);
  }

  /** Selects a row; of a row in another report only, that report is shown first. */
  async select(ref: FindingRef, member: Member, open = true): Promise<void> {
    const { reportId, finding } = member;
    if (reportId !== session.reportId) {
      if (!open) return;
      await session.showReport(reportId);
    }
    selection.select({ kind: 'finding', reportId, finding: ref, procId: finding.procId });
  }

  /** Shows the list of findings of one process. */
  showProcess(procId: number): void {
    this.mode = 'list';
    this.wholeCase = false;
    this.filter = { ...emptyFindingFilter(), procId };
    settings.tab = 'findings';
  }

  /** The row that is selected, or whose call is. */
  readonly current: FindingRef | null = $derived(involved.finding);
}

/** What a report is called in the case: the problem set's name for it, else folder and file. */
export function reportName(reportId: number): string {
  const report = session.reports.find(({ id }) => id === reportId);
  return report ? shownName(report) : '';
}

/** `svchost.exe (4020)` of a finding, in whichever report it stands; the whole name without `max`. */
export function memberTitle({ reportId, finding }: Member, max = Infinity): string {
  const model = session.modelOf(reportId);
  return model ? procTitle(model, finding.procId, max) : (finding.process ?? '');
}

/** The file name alone. */
export function memberName({ reportId, finding }: Member): string {
  const node = session.modelOf(reportId)?.nodes.get(finding.procId);
  return nameOf(node);
}

/** What an answer of this kind earns by the sheet's rules; null where there is no sheet. */
export function pointsFor(novel: boolean, inCape: boolean): number | null {
  const { pack } = sheet;
  const question = pack?.questions.find(({ kind }) => kind === 'fingerprint');
  if (!pack || !question) return null;
  const known = !novel || (pack.rules.capeCountsAsKnown && inCape);
  return known ? Math.min(pack.rules.knownPatternPoints, question.points) : question.points;
}

export const findings = new FindingsStore();
