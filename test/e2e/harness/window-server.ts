// SPDX-License-Identifier: MIT
/**
 * Serves the built window and the practice packs to a plain browser, with the Content-Security-Policy that the
 * app itself sends.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { CONTENT_SECURITY_POLICY } from '../../../electron/content-security-policy';
import { ROOT } from './places';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

export interface WindowServer {
  /** `http://127.0.0.1:<port>`; one origin as long as the server lives, so a profile finds its database again. */
  origin: string;
  close(): Promise<void>;
}

export async function serveWindow(): Promise<WindowServer> {
  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const folder = path.join(ROOT, 'out', name.startsWith('/packs/') ? '' : 'renderer');
    const file = path.join(folder, name === '/' ? 'browser.html' : name);
    if (name === '/favicon.ico') return void response.writeHead(204).end();
    const served = file.startsWith(folder + path.sep) ? readFile(file) : Promise.reject(new Error('outside'));
    served.then(
      (bytes) =>
        response
          .writeHead(200, {
            'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
            'content-security-policy': CONTENT_SECURITY_POLICY,
            'x-content-type-options': 'nosniff',
            'cache-control': 'no-cache',
          })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
