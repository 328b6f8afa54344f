// SPDX-License-Identifier: MIT
/**
 * Lets Playwright attach to the app only once its page is there. Playwright attaches as soon as it reads the two
 * addresses on standard error. Attaching to Node while Electron is still loading crashed Electron 33, and attaching
 * to a page between its creation and its first navigation made Playwright wait for ever for an event that had
 * passed: together about one start in fifty. So the two lines are held back until the page has its title; after
 * a while they pass anyway, so that an app without a page fails where one looks for it.
 * @module
 */
import { createInterface } from 'node:readline';

const PATIENCE_MS = 20_000;
const POLL_MS = 20;

/** @type {string[]} */
const held = [];

for await (const line of createInterface({ input: process.stdin })) {
  if (line.startsWith('Debugger listening on ')) held.push(line);
  else if (line.startsWith('DevTools listening on ')) {
    const { host } = new URL(line.slice('DevTools listening on '.length));
    void pageIsThere(host).then(() => {
      process.stdout.write(`${[...held, line].join('\n')}\n`);
    });
  } else process.stdout.write(`${line}\n`);
}

/** @param {string} host address and port of the app's debugging server */
async function pageIsThere(host) {
  for (const startMs = Date.now(); Date.now() - startMs < PATIENCE_MS;) {
    /** @type {{ type: string, title: string }[]} */
    const targets = await fetch(`http://${host}/json/list`).then(
      (response) => response.json(),
      () => [],
    );
    if (targets.some(({ type, title }) => type === 'page' && title.startsWith('Kanshiki'))) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
