// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { filesOfCommandLine } from '../../../electron/files/command-line';

test('a packaged program opens every word that is no switch', () => {
  const argv = ['/opt/Kanshiki/kanshiki', '--no-sandbox', 'a.json', '/reports/b.json', '--lang=ja', ''];
  expect(filesOfCommandLine(argv, null, '/home/user')).toEqual(['/home/user/a.json', '/reports/b.json']);
});

test('in a checkout the words begin after the app folder', () => {
  const argv = ['electron', '-r', 'loader.js', '--inspect=0', '.', '--user-data-dir=x', 'report.json'];
  expect(filesOfCommandLine(argv, '/checkout', '/checkout')).toEqual(['/checkout/report.json']);
  expect(filesOfCommandLine(['electron', 'main.js'], '/checkout', '/checkout')).toEqual([]);
});

test('after two dashes even a name with a dash is a file', () => {
  expect(filesOfCommandLine(['kanshiki', '--', '-odd.json'], null, '/home/user')).toEqual([
    '/home/user/-odd.json',
  ]);
});
