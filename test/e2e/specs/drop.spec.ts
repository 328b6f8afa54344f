// SPDX-License-Identifier: MIT
/** Files dropped into the window, as the system delivers them. */
import { practiceReport } from '../harness/places';
import { expect, test } from '../model/app';

test('reports that are dropped anywhere are opened', async ({ launch }) => {
  const workbench = await launch();
  const devtools = await workbench.page.context().newCDPSession(workbench.page);
  const data = { items: [], files: [practiceReport('log1'), practiceReport('log2')], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 500, y: 400, data });
  }
  await workbench.imported(2);
  await expect(workbench.reports).toHaveCount(2);
});
