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

export function openFile(o: ProcessObserver, c: CallCursor): void {
  if (c.ok === false) return;
  const handle = handleArgument(c, 'file_handle');
  if (handle === null) return;
  const file: FileRef = {
    type: 'file',
    transacted: o.transaction !== null || c.api.includes('Transacted'),
    deletePending:
      ((c.number('create_options') ?? c.number('open_options') ?? 0n) & FILE_DELETE_ON_CLOSE) !== 0n,
    writtenAt: null,
  };
  o.refs.handles.set(handle, file, c);
}

function fileOf(o: ProcessObserver, c: CallCursor): FileRef | null {
  const object = o.refs.handles.get(handleArgument(c, 'file_handle'));
  return object?.type === 'file' ? object : null;
}

export function writeFile(o: ProcessObserver, c: CallCursor): void {
  const file = c.ok === false ? null : fileOf(o, c);
  if (file) file.writtenAt = c.index;
}

export function setFile(o: ProcessObserver, c: CallCursor): void {
  const file = c.ok === false ? null : fileOf(o, c);
  const kind = c.number('file_information_class') ?? c.number('information_class');
  if (file && kind !== null && DISPOSITIONS.has(kind)) file.deletePending = true;
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
