// SPDX-License-Identifier: MIT
/**
 * Files as far as sections are made of them: which file a handle stands for, whether it lives in a
 * transaction, is about to be deleted, or was written after its section was made.
 * @module
 */
import type { CallCursor } from '../../model/call';
import { handleArgument } from '../handles';
import type { FileRef } from '../objects';
import type { ProcessObserver } from './observer';

/** FileDispositionInformation and FileDispositionInformationEx. */
const DISPOSITIONS = new Set([13n, 64n]);
const FILE_DELETE_ON_CLOSE = 0x1000n;

/** Files are opened by the ten thousand: an ordinary one is known from its section on. */
export function openFile(o: ProcessObserver, c: CallCursor): void {
  if (c.ok === false) return;
  const handle = handleArgument(c, 'file_handle');
  if (handle === null) return;
  const transacted = o.transaction !== null || c.api.includes('Transacted');
  const options = c.number('create_options') ?? c.number('open_options');
  const deletePending = options !== null && (options & FILE_DELETE_ON_CLOSE) !== 0n;
  if (transacted || deletePending) o.refs.handles.set(handle, newFile(transacted, deletePending), c);
  else o.refs.handles.close(handle, c.timeMs);
}

function newFile(transacted: boolean, deletePending: boolean): FileRef {
  return { type: 'file', transacted, deletePending, writtenAt: null };
}

/** The file behind a handle, known from now on; null for none. */
export function fileOf(o: ProcessObserver, c: CallCursor): FileRef | null {
  const handle = handleArgument(c, 'file_handle');
  const object = o.refs.handles.get(handle);
  if (object?.type === 'file') return object;
  if (object !== null || handle === null || handle <= 0) return null;
  const file = newFile(false, false);
  o.refs.handles.set(handle, file, c, false);
  return file;
}

export function writeFile(o: ProcessObserver, c: CallCursor): void {
  if (c.ok === false) return;
  const object = o.refs.handles.get(handleArgument(c, 'file_handle'));
  if (object?.type === 'file') object.writtenAt = c.index;
}

export function setFile(o: ProcessObserver, c: CallCursor): void {
  if (c.ok === false) return;
  const kind = c.number('file_information_class') ?? c.number('information_class');
  if (kind === null || !DISPOSITIONS.has(kind)) return;
  const file = fileOf(o, c);
  if (file) file.deletePending = true;
}

export function createTransaction(o: ProcessObserver, c: CallCursor): void {
  if (c.ok === false) return;
  o.transaction = { type: 'transaction' };
  o.refs.handles.set(handleArgument(c, 'transaction_handle'), o.transaction, c);
}

export function commitTransaction(o: ProcessObserver): void {
  o.transaction = null;
}

export function rollbackTransaction(o: ProcessObserver, c: CallCursor): void {
  if (c.ok === false) return;
  o.transaction = null;
  o.addLoose('rollback', c);
}
