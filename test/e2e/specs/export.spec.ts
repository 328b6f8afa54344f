// SPDX-License-Identifier: MIT
/** The graph as a picture: in a file and on the clipboard, at twice the size of the screen. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { practiceReport } from '../harness/places';
import { expect, test } from '../model/app';
import type { Workbench } from '../model/pages';

/** Width and height of a PNG, after its signature was checked. */
function pictureSize(png: Buffer): { width: number; height: number } {
  expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/** Asks for the file and gives what was written. The native dialog answers with a path of the test's own. */
async function savedPicture(workbench: Workbench, folder: string): Promise<Buffer> {
  const save = workbench.page.getByRole('button', { name: 'Save as PNG' });
  if (workbench.electron) {
    const filePath = path.join(folder, 'graph.png');
    await workbench.electron.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
    }, filePath);
    await save.click();
    await expect.poll(() => readFile(filePath).catch(() => null), { timeout: 15_000 }).not.toBeNull();
    return readFile(filePath);
  }
  const [download] = await Promise.all([workbench.page.waitForEvent('download'), save.click()]);
  expect(download.suggestedFilename()).toMatch(/\.png$/);
  return readFile(await download.path());
}

/** Size of the picture on the clipboard, or null where there is none. */
function copiedSize(workbench: Workbench): Promise<{ width: number; height: number } | null> {
  if (workbench.electron) {
    return workbench.electron.evaluate(async ({ clipboard, nativeImage }) => {
      type Old = { readImage?: () => Electron.NativeImage };
      const old = clipboard as unknown as Old;
      let picture: Electron.NativeImage;
      if (old.readImage) picture = old.readImage();
      else {
        const item = (await clipboard.read()).find(({ types }) => types.includes('image/png'));
        const blob = await item?.getType('image/png');
        picture = nativeImage.createFromBuffer(
          Buffer.from((await blob?.arrayBuffer()) ?? new ArrayBuffer(0)),
        );
      }
      return picture.isEmpty() ? null : picture.getSize();
    });
  }
  return workbench.page.evaluate(async () => {
    const item = (await navigator.clipboard.read()).find(({ types }) => types.includes('image/png'));
    if (!item) return null;
    const { width, height } = await createImageBitmap(await item.getType('image/png'));
    return { width, height };
  });
}

test('the graph is saved as a PNG and copied to the clipboard, both the same', async ({
  launch,
  profile,
}) => {
  const workbench = await launch();
  await workbench.openReports([practiceReport('log1')]);
  await expect(workbench.graph).toBeVisible();
  const saved = pictureSize(await savedPicture(workbench, profile));
  expect(saved.width).toBeGreaterThan(400);
  expect(saved.height).toBeGreaterThan(200);

  await workbench.page.getByRole('button', { name: 'Copy as picture' }).click();
  await expect.poll(() => copiedSize(workbench)).toEqual(saved);
});
