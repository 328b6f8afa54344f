// SPDX-License-Identifier: MIT
/**
 * The answer sheet of the open case: its questions, its answers as they are written, its marks. Every change
 * is saved by itself shortly after it was made.
 * @module
 */
import { answerFor, emptyAnswer, emptySheet, withAnswer } from '../../shared/scoring/sheet';
import type { Answer, AnswerEntry, Pack, Question, SelfMark } from '../../shared/scoring/types';
import { casePack } from '../model/case-pack';
import { scoreOf, type Score } from '../model/score';
import { shownName } from '../model/shown-name';
import { gradeSheet, type GradedReport } from './grading';
import { services } from './services';
import { session } from './session.svelte';
import type { SheetRecord } from './sheet-record';
import { messages } from './toasts.svelte';

const SAVE_DELAY_MS = 300;

class SheetStore {
  /** Case that `record` belongs to. */
  #caseId: number | null = null;
  record: SheetRecord | null = $state.raw(null);
  /** The question that takes what is selected; its form is open. */
  currentId: string | null = $state(null);
  /** The entry of that question whose fields were used last. */
  currentEntry = $state(0);
  grading = $state(false);
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** The case's own pack, or for own reports one with the questions of the first bundled pack. */
  readonly pack: Pack | null = $derived.by(() => {
    if (!session.activeCase) return null;
    if (session.activeCase.packId) return session.pack;
    const rubric = session.packs[0]?.pack;
    if (!rubric) return null;
    const reports = session.reports
      .filter((report) => report.sha256 !== '')
      .map((report) => ({
        sha256: report.sha256,
        bytes: report.reportBytes,
        label: shownName(report),
        model: session.modelOf(report.id),
      }));
    return casePack(rubric, reports);
  });

  /** Whether the key comes from the analyzer and not from a problem set. */
  readonly ownKey = $derived(session.activeCase !== null && session.activeCase.packId === null);

  readonly score: Score | null = $derived(
    this.pack && this.record
      ? scoreOf(this.pack, this.record.sheet, this.record.grade, this.record.markedAtMs)
      : null,
  );

  /** Reads the sheet of a case; call whenever the open case changes. */
  async load(caseId: number, pack: Pack): Promise<void> {
    if (this.#caseId === caseId) return;
    await this.flush();
    this.#caseId = caseId;
    this.record = null;
    this.currentId = null;
    try {
      const kept = await services().tables.loadSheet(caseId);
      if (this.#caseId !== caseId) return;
      this.record = {
        sheet: kept?.sheet ?? emptySheet(pack),
        grade: kept?.grade ?? null,
        markedAtMs: kept?.markedAtMs ?? null,
        handedInAtMs: kept?.handedInAtMs ?? null,
      };
    } catch (error) {
      messages.fail(error);
    }
  }

  /** Forgets the sheet in memory, because no case is open. */
  async unload(): Promise<void> {
    await this.flush();
    this.#caseId = null;
    this.record = null;
  }

  question(questionId: string): Question | null {
    return this.pack?.questions.find(({ id }) => id === questionId) ?? null;
  }

  /** The question's answer as written, or a blank one. */
  answer(question: Question): Answer {
    const known = this.record ? answerFor(this.record.sheet, question.id) : null;
    return known ?? emptyAnswer(question, '', '', 0);
  }

  /** Puts one entry of an answer in place. */
  setEntry(question: Question, at: number, entry: AnswerEntry): void {
    const answer = this.answer(question);
    this.#write(question, { ...answer, entries: answer.entries.with(at, entry) });
  }

  /** The answerer's own mark; null goes back to automatic marking. Marks anew. */
  async setSelfMark(question: Question, selfMark: SelfMark | null): Promise<void> {
    this.#write(question, { ...this.answer(question), selfMark });
    await this.mark();
  }

  #write(question: Question, answer: Answer): void {
    if (!this.record) return;
    const id = answer.id || crypto.randomUUID();
    const next = { ...answer, id, questionId: question.id, editedAtMs: Date.now() };
    this.#set({ ...this.record, sheet: withAnswer(this.record.sheet, next) });
  }

  #set(record: SheetRecord): void {
    this.record = record;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), SAVE_DELAY_MS);
  }

  /** Takes over what is saved already. */
  #keep(record: SheetRecord): void {
    this.record = record;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Writes what is not yet saved. */
  async flush(): Promise<void> {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#caseId === null || !this.record) return;
    try {
      await services().tables.saveSheet(this.#caseId, this.record);
    } catch (error) {
      messages.fail(error);
    }
  }

  /** Marks the sheet as it stands. */
  async mark(): Promise<void> {
    const { record, pack } = this;
    const caseId = this.#caseId;
    if (!record || !pack || this.grading) return;
    this.grading = true;
    try {
      const reports = new Map<string, GradedReport>();
      for (const report of session.reports) {
        const model = report.state === 'importing' ? null : await session.load(report.id);
        if (model) reports.set(report.sha256, { id: report.id, model });
      }
      // Loading documents may have completed the case's own key.
      const result = await gradeSheet(this.pack ?? pack, record.sheet, reports);
      if (this.#caseId !== caseId || !this.record) return;
      // Marks are saved before they are shown: who sees a score may close the window.
      const marked = { grade: result, markedAtMs: Date.now() };
      const before = this.record;
      await services().tables.saveSheet(caseId!, { ...before, ...marked });
      if (this.#caseId !== caseId || !this.record) return;
      if (this.record === before) this.#keep({ ...before, ...marked });
      else this.#set({ ...this.record, ...marked });
    } catch (error) {
      messages.fail(error);
    } finally {
      this.grading = false;
    }
  }

  /** Marks, keeps the sheet as an attempt, and opens the model answers. */
  async handIn(): Promise<void> {
    await this.mark();
    const caseId = this.#caseId;
    if (!this.record || caseId === null) return;
    this.#set({ ...this.record, handedInAtMs: Date.now() });
    try {
      await services().tables.addAttempt(crypto.randomUUID(), caseId, $state.snapshot(this.record));
      messages.say('ui-sheet.handedIn');
    } catch (error) {
      messages.fail(error);
    }
  }

  /** A blank sheet; attempts that were handed in stay. */
  reset(): void {
    if (!this.pack) return;
    this.#set({ sheet: emptySheet(this.pack), grade: null, markedAtMs: null, handedInAtMs: null });
  }
}

export const sheet = new SheetStore();
