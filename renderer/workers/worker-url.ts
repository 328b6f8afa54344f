// SPDX-License-Identifier: MIT
/**
 * Addresses of our own workers under Trusted Types: the one policy that may start a script, and only one of
 * the page's own origin. Use with vite's `?worker&url` imports:
 * `new Worker(workerUrl(url), { type: 'module' })`.
 * @module
 */

interface ScriptUrlPolicy {
  createScriptURL(url: string): unknown;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy;
}

function ownScript(url: string): string {
  const absolute = new URL(url, location.href);
  if (absolute.protocol !== location.protocol || absolute.host !== location.host) {
    throw new TypeError(`not a script of this page: ${absolute.href}`);
  }
  return absolute.href;
}

const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
const policy = trustedTypes?.createPolicy('kanshiki-worker', { createScriptURL: ownScript });

/** The address as `new Worker` wants it; throws for one of another origin. */
export function workerUrl(url: string): string {
  return policy ? (policy.createScriptURL(url) as string) : ownScript(url);
}
