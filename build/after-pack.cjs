// SPDX-License-Identifier: MIT
/**
 * electron-builder copies an unpacked distribution whole: what only a checkout needs is taken out again.
 * The fallback runtime's marker stays, so that a package built on it says so.
 * @module
 */
'use strict';

const { rm } = require('node:fs/promises');
const path = require('node:path');

/** @param {import('electron-builder').AfterPackContext} context */
exports.default = async ({ appOutDir, packager }) => {
  const resources = packager.getResourcesDir(appOutDir);
  for (const file of [path.join(resources, 'default_app.asar'), path.join(appOutDir, 'version')])
    await rm(file, { force: true });
};
