// SPDX-License-Identifier: MIT
declare module 'virtual:data/*' {
  /** Every YAML document of the folder, sorted by path (see build/data-plugin.mjs). */
  const documents: { file: string; data: unknown }[];
  export default documents;
}

declare module 'virtual:wasm/call-scanner' {
  /** The module made of shared/ingest/wasm (see build/wasm-plugin.mjs). */
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
