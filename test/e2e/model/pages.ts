// SPDX-License-Identifier: MIT
/**
 * The window as a person sees it: locators by role and name, actions in words. Specs speak to this and never to
 * class names.
 * @module
 */
import { expect, type ElectronApplication, type Locator, type Page, type TestInfo } from '@playwright/test';
import path from 'node:path';
import { SCREENS } from '../harness/places';
import type { Session } from '../harness/session';

/** The two sizes that every picture is taken in. */
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const;

export class Workbench {
  readonly page: Page;
  readonly host: 'electron' | 'browser';
  readonly electron: ElectronApplication | null;

  readonly #session: Session;
  readonly #testInfo: TestInfo;
  readonly #onClose: () => void;

  constructor(session: Session, testInfo: TestInfo, onClose: () => void) {
    this.page = session.page;
    this.host = session.host;
    this.electron = session.electron;
    this.#session = session;
    this.#testInfo = testInfo;
    this.#onClose = onClose;
  }

  /** Waits until the window shows something of ours. */
  async ready(): Promise<void> {
    await this.page.locator('#app > *').first().waitFor({ timeout: 30_000 });
  }

  /** What stands for a part of the window in every language. */
  part(name: string): Locator {
    return this.page.getByTestId(name);
  }

  get startScreen(): Locator {
    return this.part('start-screen');
  }

  /** Reports of the case, one entry each. */
  get reports(): Locator {
    return this.part('report-item');
  }

  /** Reports whose import was killed, one entry each. */
  get interrupted(): Locator {
    return this.part('interrupted-row');
  }

  get processTree(): Locator {
    return this.part('process-tree');
  }

  /** Entry of a process by its pid, in the tree. */
  process(pid: number): Locator {
    return this.processTree
      .getByRole('treeitem')
      .filter({ has: this.page.getByText(String(pid), { exact: true }) });
  }

  get graph(): Locator {
    return this.part('graph-view');
  }

  /** The graph in words: one option an edge. */
  get edges(): Locator {
    return this.part('edge-list').getByRole('option');
  }

  /** The docks: `left` case and tree, `centre` views, `bottom` evidence, `right` answer sheet. */
  dock(side: 'left' | 'centre' | 'bottom' | 'right'): Locator {
    return this.part(`dock-${side}`);
  }

  get evidence(): Locator {
    return this.part('evidence');
  }

  get statusLine(): Locator {
    return this.part('status-line');
  }

  /** Opens reports by the button, through the dialog or the browser's file chooser, and waits until they are read. */
  async openReports(files: readonly string[], timeoutMs = 90_000): Promise<void> {
    const before = await this.reports.count();
    await this.chooseFiles(files, () => this.part('open-report').click());
    await this.imported(before + files.length, timeoutMs);
  }

  /** Opens a practice pack from the start screen, and waits until its reports are read. */
  async openPack(id: string, timeoutMs = 90_000): Promise<void> {
    await this.part(`pack-${id}`).getByRole('button').click();
    await expect(this.startScreen).toBeHidden();
    await this.imported(1, timeoutMs);
  }

  /** Waits until the case holds at least `count` reports and nothing is being read. */
  async imported(count: number, timeoutMs = 90_000): Promise<void> {
    await expect
      .poll(() => this.reports.count(), { timeout: timeoutMs, message: 'reports of the case' })
      .toBeGreaterThanOrEqual(count);
    await expect(this.part('import-row')).toHaveCount(0, { timeout: timeoutMs });
    await expect(this.part('background-task')).toHaveCount(0, { timeout: timeoutMs });
  }

  /** Opens the case that was opened last, from the start screen. */
  async openRecentCase(): Promise<void> {
    await this.part('recent-case').first().click();
    await expect(this.startScreen).toBeHidden();
  }

  /** Resumes the one interrupted import, and waits until it is read to its end. */
  async resume(timeoutMs = 90_000): Promise<void> {
    const before = await this.reports.count();
    await this.interrupted.getByRole('button', { name: 'Resume' }).click();
    await this.imported(before + 1, timeoutMs);
  }

  /** Removes the one interrupted import, with a yes to the question. */
  async removeInterrupted(): Promise<void> {
    await this.interrupted.getByRole('button', { name: 'Remove' }).click();
    await this.part('interrupted-dialog').getByRole('button', { name: 'Remove' }).click();
    await expect(this.interrupted).toHaveCount(0);
  }

  async setLanguage(language: 'ja' | 'en'): Promise<void> {
    await this.part('language').selectOption(language);
    await expect(this.page.locator('html')).toHaveAttribute('lang', language);
  }

  async setTheme(theme: 'light' | 'dark' | 'system'): Promise<void> {
    await this.part('theme').selectOption(theme);
  }

  /** Closes the window as a user would; the profile stays for the next `launch()`. */
  async close(): Promise<void> {
    this.#onClose();
    await this.#session.close();
  }

  /** Ends the app as a power cut would; Electron only. */
  async kill(): Promise<void> {
    this.#onClose();
    const closed = this.electron!.waitForEvent('close');
    this.electron!.process().kill('SIGKILL');
    await closed;
  }

  /** Ends the app as a power cut would, after this time whatever it does then; Electron only. */
  async killAfter(delayMs: number): Promise<void> {
    this.#onClose();
    const app = this.electron!;
    const closed = app.waitForEvent('close', { timeout: delayMs + 30_000 });
    setTimeout(() => app.process().kill('SIGKILL'), delayMs);
    await closed;
  }

  /** Sets the page's size in CSS pixels. */
  async resize(width: number, height: number): Promise<void> {
    await this.#session.resize(width, height);
    await this.page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [
      width,
      height,
    ] as const);
  }

  /** Does `act`, which must ask for files, and answers with these. */
  chooseFiles(files: readonly string[], act: () => Promise<void>): Promise<void> {
    return this.#session.chooseFiles(files, act);
  }

  /** Pictures for people in test-results/screens/<project>/, at 1440x900 and 1024x700; leaves the larger size. */
  async screenshots(name: string): Promise<void> {
    for (const { width, height } of [...SIZES].reverse()) {
      await this.resize(width, height);
      const file = path.join(SCREENS, this.#testInfo.project.name, `${name}-${width}x${height}.png`);
      await this.page.screenshot({ path: file, animations: 'disabled' });
    }
  }
}
