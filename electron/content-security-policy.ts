// SPDX-License-Identifier: MIT
/**
 * The Content-Security-Policy of the window, on its own so that whatever else serves the window's files (the
 * test server for a plain browser) sends the same one.
 * @module
 */

/**
 * No inline script or style, no eval, no connection but to our own files. `svelte-trusted-html` is the policy
 * that Svelte makes for its own templates, `kanshiki-worker` ours for starting workers.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html kanshiki-worker',
].join('; ');
