// SPDX-License-Identifier: MIT
/**
 * What an Electron distribution starts when it holds no app: `electron [switches] [-r module]… <folder or
 * file> [arguments]`. The fallback runtime has none of its own. It is an ES module because Electron holds
 * back "ready" until a module's top-level await has settled, and an app must register its schemes before that.
 * @module
 */
import { app } from 'electron';
import fs from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const preloads = [];
let target;
for (let args = process.argv.slice(1); args.length > 0 && !target;) {
  const arg = args.shift();
  if (arg === '-r' || arg === '--require') preloads.push(args.shift());
  else if (arg === '-v' || arg === '--version') {
    console.log(`v${process.versions.electron}`);
    process.exit(0);
  } else if (!arg.startsWith('-')) target = path.resolve(arg);
}
if (!target) {
  console.error('usage: electron [-r module] <folder or main file>');
  process.exit(1);
}

process.defaultApp = true;
if (preloads.length > 0) Module._preloadModules(preloads);

let main = target;
if (fs.statSync(target).isDirectory()) {
  const manifest = JSON.parse(fs.readFileSync(path.join(target, 'package.json'), 'utf8'));
  app.setName(manifest.productName ?? manifest.name);
  app.setVersion(manifest.version);
  if (manifest.desktopName) app.setDesktopName(manifest.desktopName);
  app.setAppPath(target);
  main = path.join(target, manifest.main ?? 'index.js');
}
try {
  await import(pathToFileURL(main).href);
} catch (error) {
  console.error(error);
  process.exit(1);
}
