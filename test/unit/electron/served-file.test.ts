// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { servedFile } from '../../../electron/served-file';

const FOLDER = '/app/out/renderer';

test('the root is the page, and files lie below it', () => {
  expect(servedFile('app://kanshiki/', FOLDER)).toBe('/app/out/renderer/index.html');
  expect(servedFile('app://kanshiki/assets/a.js?x#y', FOLDER)).toBe('/app/out/renderer/assets/a.js');
});

test('dots that an address may hold never lead out of the folder', () => {
  expect(servedFile('app://kanshiki/%2e%2e/electron/main.js', FOLDER)).toBe(
    '/app/out/renderer/electron/main.js',
  );
});

test('nothing outside the folder, of another host or of another type is served', () => {
  const refused = [
    'app://kanshiki/../electron/main.cjs',
    'app://kanshiki/..%2f..%2fpackage.json',
    'app://kanshiki/..%5c..%5cpackage.json',
    'app://kanshiki/a%00.js',
    'app://kanshiki/%ff.js',
    'app://elsewhere/index.html',
    'file:///etc/passwd',
    'https://kanshiki/index.html',
    'app://kanshiki/assets/',
    'app://kanshiki/notes.txt',
    'nonsense',
  ];
  expect(refused.map((address) => [address, servedFile(address, FOLDER)])).toEqual(
    refused.map((address) => [address, null]),
  );
});
