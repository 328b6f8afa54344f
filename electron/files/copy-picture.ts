// SPDX-License-Identifier: MIT
/**
 * A PNG to the clipboard, through the interface that the running Electron has: items by MIME type since 45,
 * `writeImage` before.
 * @module
 */
import { clipboard, ClipboardItem, nativeImage, type NativeImage } from 'electron';
import { UserError } from '../../shared/errors/kinds';

interface OldClipboard {
  writeImage?: (picture: NativeImage) => void;
}

/** Puts the picture on the clipboard; throws a UserError when it is no picture. */
export async function copyPicture(png: Uint8Array): Promise<void> {
  const picture = nativeImage.createFromBuffer(Buffer.from(png.buffer, png.byteOffset, png.byteLength));
  if (picture.isEmpty()) throw new UserError('picture-unreadable');
  const old = clipboard as OldClipboard;
  if (old.writeImage) {
    old.writeImage(picture);
    return;
  }
  const blob = new Blob([new Uint8Array(png)], { type: 'image/png' });
  await clipboard.write([new ClipboardItem({ 'image/png': blob })]);
}
