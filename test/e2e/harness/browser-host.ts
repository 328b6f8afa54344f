// SPDX-License-Identifier: MIT
/**
 * The same window in a plain, current Chromium.
 * @module
 */
import { chromium, type Page } from '@playwright/test';
import { chromiumUnderTest } from './places';
import type { LaunchOptions, Session } from './session';
import type { WindowServer } from './window-server';

/** Starts Chromium with a profile of the test's own. `watch` sees the page before it loads. No files at start. */
export async function launchBrowser(
  server: WindowServer,
  profile: string,
  options: LaunchOptions,
  watch: (page: Page) => void,
): Promise<Session> {
  if (options.files.length > 0) throw new Error('a browser takes no files at start: use openReports()');
  const root = process.platform === 'linux' && process.getuid?.() === 0;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumUnderTest(),
    args: root ? ['--no-sandbox'] : [],
    viewport: { width: 1440, height: 900 },
    locale: options.locale,
    colorScheme: options.colorScheme,
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  watch(page);
  if (options.quota !== undefined) {
    // Before the page's first write: Chromium remembers for half a minute how much room there was.
    const devtools = await context.newCDPSession(page);
    await devtools.send('Storage.overrideQuotaForOrigin', {
      origin: server.origin,
      quotaSize: options.quota,
    });
  }
  await page.goto(`${server.origin}/browser.html`);
  return {
    host: 'browser',
    page,
    electron: null,
    resize: (width, height) => page.setViewportSize({ width, height }),
    async chooseFiles(files, act) {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), act()]);
      await chooser.setFiles([...files]);
    },
    close: () => context.close(),
  };
}
