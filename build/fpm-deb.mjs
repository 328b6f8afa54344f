#!/usr/bin/env node
// SPDX-License-Identifier: MIT
/**
 * Stands in for fpm where electron-builder makes a .deb: fpm is neither in Debian nor a package of npm, and the
 * part of it that is needed here is a control file and one call of dpkg-deb. Named in CUSTOM_FPM_PATH by
 * `npm run release`.
 * @module
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const text = /** @type {const} */ ({ type: 'string' });
const texts = /** @type {const} */ ({ type: 'string', multiple: true });
const { values, positionals: inputs } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    s: { ...text, short: 's' },
    t: { ...text, short: 't' },
    d: { ...texts, short: 'd' },
    force: { type: 'boolean' },
    debug: { type: 'boolean' },
    'deb-recommends': texts,
    ...Object.fromEntries(
      [
        ...['name', 'version', 'iteration', 'architecture', 'maintainer', 'category', 'url', 'description'],
        ...[
          'package',
          'vendor',
          'license',
          'after-install',
          'after-remove',
          'deb-priority',
          'deb-compression',
        ],
      ].map((name) => [name, text]),
    ),
  },
});

/** @param {string} name @returns {string | undefined} */
const option = (name) => /** @type {string | undefined} */ (values[name]);
/** @param {string} name @returns {string} */
const list = (name) => /** @type {string[]} */ (values[name] ?? []).join(', ');

if (option('s') !== 'dir' || option('t') !== 'deb')
  throw new Error(`only "-s dir -t deb" is known here, not "-s ${option('s')} -t ${option('t')}"`);

const root = mkdtempSync(path.join(tmpdir(), 'kanshiki-deb-'));
try {
  chmodSync(root, 0o755); // mkdtemp leaves 0700, which would become the package's root
  for (const input of inputs) {
    const [from = '', to = ''] = input.split(/=(?=[^=]*$)/);
    const target = path.join(root, to);
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(from, target, { recursive: true, verbatimSymlinks: true });
  }
  const installedKiB = sizeKiB(root);
  mkdirSync(path.join(root, 'DEBIAN'));
  script('after-install', 'postinst');
  script('after-remove', 'postrm');
  writeFileSync(path.join(root, 'DEBIAN/control'), control(installedKiB));
  const compression = option('deb-compression') === 'gz' ? 'gzip' : (option('deb-compression') ?? 'xz');
  const args = ['--root-owner-group', `-Z${compression}`, '--build', root, option('package') ?? '.'];
  execFileSync('dpkg-deb', args, { stdio: 'inherit' });
} finally {
  rmSync(root, { recursive: true, force: true });
}

/** @param {string} name @param {string} file */
function script(name, file) {
  const from = option(name);
  if (!from) return;
  copyFileSync(from, path.join(root, 'DEBIAN', file));
  chmodSync(path.join(root, 'DEBIAN', file), 0o755);
}

/** @param {number} installedKiB @returns {string} */
function control(installedKiB) {
  const [summary = '', ...details] = (option('description') ?? '').trim().split('\n');
  const fields = {
    Package: option('name'),
    Version: option('iteration') ? `${option('version')}-${option('iteration')}` : option('version'),
    Architecture: option('architecture'),
    Maintainer: option('maintainer'),
    'Installed-Size': String(installedKiB),
    Depends: list('d'),
    Recommends: list('deb-recommends'),
    Section: option('category') ?? 'utils',
    Priority: option('deb-priority') ?? 'optional',
    Homepage: option('url'),
    Description: [summary, ...details.map((line) => ` ${line.trim() || '.'}`)].join('\n'),
  };
  return Object.entries(fields)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/** @param {string} file @returns {number} */
function sizeKiB(file) {
  const stat = lstatSync(file);
  if (!stat.isDirectory()) return Math.ceil(stat.size / 1024);
  return readdirSync(file).reduce((sum, name) => sum + sizeKiB(path.join(file, name)), 4);
}
