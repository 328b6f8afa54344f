// SPDX-License-Identifier: MIT
/**
 * What every spec starts from: `launch()` gives a workbench in the host of the running project, with an empty
 * profile of the test's own that a second `launch()` finds again. At the end each window is closed, and a test
 * fails when a page threw, logged an error or broke the Content-Security-Policy.
 * @module
 */
import { test as base, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchBrowser } from '../harness/browser-host';
import { launchElectron } from '../harness/electron-host';
import { realReport } from '../harness/places';
import type { LaunchOptions, Session } from '../harness/session';
import { serveWindow, type WindowServer } from '../harness/window-server';
import { Workbench } from './pages';

export interface Options {
  /** Which host shows the window; set by the project. */
  host: 'electron' | 'browser';
}

interface Fixtures {
  /** Folder of the browser profile, removed at the end. */
  profile: string;
  launch: (options?: Partial<LaunchOptions>) => Promise<Workbench>;
  /** Texts of page errors that this test expects; they are then no failure. */
  expectedProblems: RegExp[];
}

export const test = base.extend<Fixtures & Options, { server: WindowServer }>({
  host: ['electron', { option: true }],

  server: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await serveWindow();
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],

  // eslint-disable-next-line no-empty-pattern
  profile: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'kanshiki-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },

  // eslint-disable-next-line no-empty-pattern
  expectedProblems: async ({}, use) => use([]),

  launch: async ({ host, server, profile, expectedProblems }, use, testInfo) => {
    const sessions = new Set<Session>();
    const problems: string[] = [];
    const watch = (page: Page): void => {
      page.on('pageerror', (error) => problems.push(String(error.stack ?? error)));
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
    };
    await use(async (partial = {}) => {
      const options: LaunchOptions = { files: [], locale: 'en-US', colorScheme: 'light', ...partial };
      const session =
        host === 'electron'
          ? await launchElectron(profile, options, watch)
          : await launchBrowser(server, profile, options, watch);
      sessions.add(session);
      const workbench = new Workbench(session, testInfo, () => sessions.delete(session));
      await workbench.ready();
      return workbench;
    });
    for (const session of sessions) {
      if (testInfo.status !== testInfo.expectedStatus) await attachScreenshot(session, testInfo);
      await session.close();
    }
    const unexpected = problems.filter((text) => !expectedProblems.some((pattern) => pattern.test(text)));
    base.expect(unexpected, 'errors in the page').toEqual([]);
  },
});

export { expect } from '@playwright/test';

/**
 * The path of a real report; where the reports are not on this machine the test is skipped with a message.
 * @param name below the reports folder, for example `cuckoo-2/ransomware-runpe.json.gz`
 */
export function needReport(name: string): string {
  const file = realReport(name);
  base.skip(file === null, `${name} is not on this machine (KANSHIKI_REPORTS or ../shared/reports)`);
  return file!;
}

async function attachScreenshot(session: Session, testInfo: ReturnType<typeof test.info>): Promise<void> {
  const body = await session.page.screenshot({ timeout: 5000 }).catch(() => null);
  if (body) await testInfo.attach('the window at the end', { body, contentType: 'image/png' });
}
