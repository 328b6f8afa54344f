// SPDX-License-Identifier: MIT
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CONTENT_SECURITY_POLICY } from '../../../electron/content-security-policy';
import { expect, test } from '../model/app';

test('a script of the page cannot reach Node or Electron', async ({ launch }) => {
  const { page } = await launch();
  const reach = await page.evaluate(() => {
    const scope = globalThis as Record<string, unknown>;
    return [
      'require',
      'process',
      'module',
      'Buffer',
      'global',
      '__dirname',
      'ipcRenderer',
      'electron',
    ].filter((name) => typeof scope[name] !== 'undefined');
  });
  expect(reach).toEqual([]);
});

test('no request leaves the window', async ({ launch, expectedProblems }) => {
  expectedProblems.push(/Content Security Policy|ERR_BLOCKED_BY|ERR_FAILED|Refused to/);
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const { page } = await launch();
  const outcomes = await page.evaluate(async (origin) => {
    const refused = { fetch: '', image: '', beacon: false, socket: '' };
    refused.fetch = await fetch(`${origin}/fetch`, { mode: 'no-cors' }).then(
      () => 'sent',
      () => 'refused',
    );
    refused.image = await new Promise((resolve) => {
      const image = new Image();
      image.onload = () => resolve('sent');
      image.onerror = () => resolve('refused');
      image.src = `${origin}/image.png`;
    });
    refused.beacon = navigator.sendBeacon(`${origin}/beacon`);
    refused.socket = await new Promise((resolve) => {
      try {
        const socket = new WebSocket(origin.replace('http', 'ws'));
        socket.onopen = () => resolve('sent');
        socket.onerror = () => resolve('refused');
      } catch {
        resolve('refused');
      }
    });
    return { fetch: refused.fetch, image: refused.image, socket: refused.socket };
  }, target);
  await new Promise((resolve) => setTimeout(resolve, 300));
  server.close();
  server.closeAllConnections();

  expect(outcomes).toEqual({ fetch: 'refused', image: 'refused', socket: 'refused' });
  expect(hits).toEqual([]);
});

test('the policy allows no inline script, no inline style and no eval', async ({
  launch,
  expectedProblems,
}) => {
  expectedProblems.push(/Content Security Policy|Trusted(HTML|Script)|Trusted Type|Refused to/);
  const { page } = await launch();
  const outcome = await page.evaluate(() => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(event.effectiveDirective),
    );
    const script = document.createElement('script');
    try {
      script.textContent = 'window.__inline = true';
    } catch {
      // refused by Trusted Types already
    }
    document.head.append(script);
    const style = document.createElement('style');
    style.textContent = 'body { --inline-style: 1 }';
    document.head.append(style);
    let markup = 'refused';
    try {
      document.createElement('div').innerHTML = '<img src=x onerror="window.__markup = true">';
      markup = 'allowed';
    } catch {
      // refused by Trusted Types
    }
    const ran = '__inline' in window || '__markup' in window;
    const styled = getComputedStyle(document.body).getPropertyValue('--inline-style') !== '';
    style.remove();
    script.remove();
    return { ran, styled, markup };
  });
  expect(outcome).toEqual({ ran: false, styled: false, markup: 'refused' });
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe-|https?:|\*/);
});
