// SPDX-License-Identifier: MIT
/**
 * The licences of what is bundled: a plugin notes from which packages modules come, and one text file with
 * their licences travels with every package.
 * @module
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot, TaskError } from '../setup/shell.mjs';

const NOTES = 'out/.notices';

/** What we may ship; anything else must be looked at by a person first. */
const PERMISSIVE = /^(0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|CC0-1\.0|ISC|MIT|Unlicense|Zlib)$/;

/** @param {Set<string>} folders is filled with the folders of the packages met, relative to the root @returns {any} */
export function noticesPlugin(folders) {
  return {
    name: 'kanshiki-notices',
    moduleParsed(/** @type {{ id: string }} */ info) {
      const match = /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(info.id);
      if (match?.[1]) folders.add(path.relative(inRoot(), match[1]).split(path.sep).join('/'));
    },
  };
}

/** @param {string} target @param {ReadonlySet<string>} folders */
export function keepNotices(target, folders) {
  mkdirSync(inRoot(NOTES), { recursive: true });
  writeFileSync(inRoot(NOTES, `${target}.json`), JSON.stringify([...folders].sort()));
}

/** Writes the licences of all targets' packages. @param {string} output relative to the root */
export function writeNotices(output) {
  const folders = readdirSync(inRoot(NOTES)).flatMap((file) =>
    JSON.parse(readFileSync(inRoot(NOTES, file), 'utf8')),
  );
  const texts = [...new Set(folders)].sort().map(noticeOf);
  const head =
    'Kanshiki contains the following packages. Electron and Chromium bring their own licence files.';
  writeFileSync(inRoot(output), [head, ...texts].join(`\n\n${'-'.repeat(80)}\n\n`));
}

/** @param {string} folder @returns {string} */
function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(inRoot(folder, 'package.json'), 'utf8'));
  const choices = String(license).replace(/[()]/g, '').split(' OR ');
  if (!choices.some((choice) => PERMISSIVE.test(choice)))
    throw new TaskError(`${name} is bundled, but its licence (${license}) is not known to be permissive.`);
  const file = readdirSync(inRoot(folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file ? readFileSync(inRoot(folder, file), 'utf8').trim() : `Licence: ${license}`;
  return `${name} ${version} (${license})\n\n${text}`;
}
