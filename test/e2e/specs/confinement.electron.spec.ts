// SPDX-License-Identifier: MIT
import { expect, test } from '../model/app';

/** Ways out of the window that a script of the page could try. */
const ESCAPES: Record<string, () => void> = {
  'a new window': () => void window.open('https://example.invalid/'),
  'a link': () => {
    const link = document.createElement('a');
    link.href = 'https://example.invalid/';
    link.click();
  },
  'a link to a new window': () => {
    const link = document.createElement('a');
    link.href = 'https://example.invalid/';
    link.target = '_blank';
    link.click();
  },
  'a file of the system': () => void (location.href = 'file:///etc/passwd'),
  'another site': () => location.assign('https://example.invalid/other'),
  'another page of our own': () => location.replace('app://kanshiki/browser.html'),
  'a page made of text': () => void (location.href = 'data:text/html,<p>text</p>'),
};

for (const [name, escape] of Object.entries(ESCAPES)) {
  test(`the window stays where it is: ${name}`, async ({ launch, expectedProblems }) => {
    expectedProblems.push(/Content Security Policy|Not allowed|Refused|ERR_/);
    const { page, electron } = await launch();
    const before = await page.evaluate(() => {
      document.documentElement.dataset.before = 'yes';
      return location.href;
    });
    await page.evaluate(escape);
    // Long enough for a navigation or a second window to show itself.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const after = await page.evaluate(() => [location.href, document.documentElement.dataset.before]);
    expect(after).toEqual([before, 'yes']);
    const windows = await electron!.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    expect(windows).toBe(1);
  });
}

test('the window is sandboxed, isolated and without Node', async ({ launch }) => {
  const { electron } = await launch();
  const preferences = await electron!.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents as Electron.WebContents & {
      getLastWebPreferences(): Electron.WebPreferences;
    };
    const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } =
      contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
  });
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
});

test('what the page finds on its bridge is the contract and nothing more', async ({ launch }) => {
  const { page } = await launch();
  const bridge = await page.evaluate(() =>
    Object.keys((window as never as { kanshiki: object }).kanshiki).sort(),
  );
  expect(bridge).toEqual(['invoke', 'on', 'pathsOf']);
  const answer = await page.evaluate(() =>
    (window as never as { kanshiki: { invoke(channel: string): Promise<unknown> } }).kanshiki
      .invoke('shell:open')
      .then(
        () => 'answered',
        () => 'refused',
      ),
  );
  expect(answer).toBe('refused');
});

test('the page cannot ask for powers such as the camera or the place', async ({
  launch,
  expectedProblems,
}) => {
  expectedProblems.push(/./);
  const { page } = await launch();
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone'] as PermissionName[];
    const results = await Promise.all(names.map((name) => navigator.permissions.query({ name })));
    return results.map((result) => result.state);
  });
  expect(states).toEqual(['denied', 'denied', 'denied', 'denied']);
});
