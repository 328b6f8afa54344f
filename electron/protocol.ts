// SPDX-License-Identifier: MIT
/**
 * The window's only source of code: `app://kanshiki/`, served from `out/renderer` and from nowhere else, with
 * the Content-Security-Policy on every answer. Also shuts the session off from any network.
 * @module
 */
import { app, protocol, type Session } from 'electron';
import { readFile } from 'node:fs/promises';
import { CONTENT_SECURITY_POLICY } from './content-security-policy';
import { rendererFolder } from './places';
import { contentType, servedFile } from './served-file';

export const ORIGIN = 'app://kanshiki';

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
  // No name resolves, so that not even a prefetch hint asks a DNS server.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('disable-background-networking');
}

/** Serves the window's files; needs the app to be ready. */
export function serveWindow(session: Session): void {
  session.protocol.handle('app', async (request) => {
    const file = request.method === 'GET' ? servedFile(request.url, rendererFolder) : null;
    if (file === null) return new Response(null, { status: 404 });
    try {
      return new Response(await readFile(file), {
        headers: {
          'content-type': contentType(file)!,
          'content-security-policy': CONTENT_SECURITY_POLICY,
          'x-content-type-options': 'nosniff',
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-embedder-policy': 'require-corp',
          'cross-origin-resource-policy': 'same-origin',
          'cache-control': 'no-cache',
        },
      });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}

/** Lets nothing out of the session and grants the page no powers it does not need. */
export function closeSession(session: Session, development: boolean): void {
  const own = ['app://kanshiki/', 'blob:app://kanshiki/', 'data:', ...(development ? ['devtools://'] : [])];
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !own.some((prefix) => details.url.startsWith(prefix)) });
  });
  // Copying text and keeping the database are all the page may do beyond drawing.
  const granted = new Set(['clipboard-sanitized-write', 'persistent-storage']);
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(granted.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => granted.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
}
