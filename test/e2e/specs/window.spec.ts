// SPDX-License-Identifier: MIT
import { expect, test } from '../model/app';

test('the window opens with its title and something to do', async ({ launch }) => {
  const workbench = await launch();
  expect(await workbench.page.title()).toContain('Kanshiki');
  await expect(workbench.page.getByRole('button').first()).toBeVisible();
  await workbench.screenshots('start');
});

test('it speaks the language of the system, with the page marked so', async ({ launch }) => {
  const workbench = await launch({ locale: 'ja' });
  await expect(workbench.page.locator('html')).toHaveAttribute('lang', 'ja');
  await workbench.screenshots('start-ja');
});

test('it follows a dark system', async ({ launch }) => {
  const workbench = await launch({ colorScheme: 'dark' });
  const background = await workbench.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const [red] = background.match(/\d+/g)!.map(Number);
  expect(red).toBeLessThan(64);
  await workbench.screenshots('start-dark');
});

test('it starts without an error or a breach of its own policy', async ({ launch }) => {
  const workbench = await launch();
  // In Electron the test attaches when the page is there already; a second load happens before its eyes.
  await workbench.page.reload();
  await workbench.ready();
});
