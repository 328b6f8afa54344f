// SPDX-License-Identifier: MIT
declare module 'virtual:data/*' {
  /** Every YAML document of the folder, sorted by path (see build/data-plugin.mjs). */
  const documents: { file: string; data: unknown }[];
  export default documents;
}
