// SPDX-License-Identifier: MIT
/** Svelte's compiler options for the bundle and for svelte-check: TypeScript in components. */
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
  preprocess: vitePreprocess({ script: false, style: false }),
};
