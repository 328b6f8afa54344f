// SPDX-License-Identifier: MIT
/**
 * The door of every npm script: `node build/run.cjs <task> [arguments]`. It is written in a JavaScript that
 * any Node can parse, so that an old one gets one plain line instead of a syntax error. It needs no
 * installed package; tasks that do call build/setup/dependencies.mjs first.
 * @module
 */
'use strict';

var FLOOR = [20, 19];
var parts = process.versions.node.split('.').map(Number);
if (parts[0] < FLOOR[0] || (parts[0] === FLOOR[0] && parts[1] < FLOOR[1])) {
  console.error(
    'Kanshiki needs Node.js ' +
      FLOOR.join('.') +
      ' or later; this is ' +
      process.version +
      ' (see https://nodejs.org).',
  );
  process.exit(1);
}

var task = process.argv[2];
import('./tasks/' + task + '.mjs')
  .then(function (module) {
    return module.run(process.argv.slice(3));
  })
  .then(
    function (code) {
      process.exitCode = code || 0;
    },
    function (error) {
      // A TaskError carries a message for people; anything else is a bug of the scripts and shows its stack.
      console.error(error && error.name === 'TaskError' ? error.message : error);
      process.exitCode = 1;
    },
  );
