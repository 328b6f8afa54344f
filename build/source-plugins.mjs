// SPDX-License-Identifier: MIT
/**
 * The plugins that whoever bundles our sources for Node needs: what they import that is no file of theirs.
 * @module
 */
import { dataPlugin } from './data-plugin.mjs';
import { wasmPlugin } from './wasm-plugin.mjs';

/** @returns {any[]} */
export const sourcePlugins = () => [dataPlugin(), wasmPlugin()];
