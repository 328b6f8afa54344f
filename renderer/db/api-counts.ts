// SPDX-License-Identifier: MIT
/**
 * How often each API was called.
 * @module
 */
import { scanSegments, type CallSource } from './call-source';

export interface ApiCount {
  api: string;
  category: string;
  calls: number;
}

/** APIs of one process or all with their number of calls, most frequent first, then by name. */
export async function countApis(source: CallSource, procId: number | null): Promise<ApiCount[]> {
  const layouts = source.layouts().filter((layout) => procId === null || layout.procId === procId);
  const counts = new Float64Array(0x10000);
  // The category is the API's own, so the first call tells it.
  const categoryOf = new Uint8Array(0x10000);
  await scanSegments(source, layouts, ['api', 'category'], (_layout, _at, rows, [apis, categories]) => {
    for (let row = 0; row < rows; row += 1) {
      const api = apis![row]!;
      if (counts[api] === 0) categoryOf[api] = categories![row]!;
      counts[api]! += 1;
    }
  });
  const { apis, categories } = source.vocabulary();
  return apis
    .map((api, id) => ({ api, category: categories[categoryOf[id]!] ?? '', calls: counts[id]! }))
    .filter(({ calls }) => calls > 0)
    .sort((a, b) => b.calls - a.calls || (a.api < b.api ? -1 : 1));
}
