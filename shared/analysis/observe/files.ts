// SPDX-License-Identifier: MIT
/**
 * Files as far as sections are made of them: which file a handle stands for, whether it lives in a
 * transaction, is about to be deleted, or was written after its section was made.
 * @module
 */
import type { CallCursor } from '../../model/call';
import { handleArgument } from '../handles';
import type { FileRef, TransactionRef } from '../objects';
import type { ProcessObserver } from './observer';

const FILE_DISPOSITION_INFORMATION = 13n;
const FILE_DISPOSITION_INFORMATION_EX = 64n;
const FILE_DELETE_ON_CLOSE = 0x1000n;

export function openFile(o: ProcessObserver, c: CallCursor): void {
  if (c.ok === false) return;
  const handle = handleArgument(c, 'file_handle');
  if (handle === null) return;
  const file: FileRef = {
    type: 'file',
    path: c.text('filepath') ?? c.text('file_name') ?? '',
    transacted: o.transaction !== null || /Transacted/.test(c.api),
    deletePending: ((c.number('create_options') ?? c.number('open_options') ?? 0n) & FILE_DELETE_ON_CLOSE) !== 0n,
    writtenAt: null,
  };
  o.handles.set(handle, file, c);
}

export function writeFile(o: ProcessObserver, c: CallCursor): void {
  const handle = handleArgument(c, 'file_handle');
  const file = handle === null ? null : o.handles.get(handle);
  if (file?.type === 'file') file.writtenAt = c.index;
}

export function setFile(o: ProcessObserver, c: CallCursor): void {
  const handle = handleArgument(c, 'file_handle');
  const file = handle === null ? null : o.handles.get(handle);
  if (file?.type !== 'file') return;
  const kind = c.number('file_information_class') ?? c.number('information_class');
  if (kind === FILE_DISPOSITION_INFORMATION || kind === FILE_DISPOSITION_INFORMATION_EX) file.deletePending = true;
}

export function createTransaction(o: ProcessObserver, c: CallCursor): void {
  if (c.ok === false) return;
  const transaction: TransactionRef = { type: 'transaction', rolledBack: false };
  o.handles.set(handleArgument(c, 'transaction_handle'), transaction, c);
  o.transaction = transaction;
}

export function commitTransaction(o: ProcessObserver): void {
  o.transaction = null;
}

export function rollbackTransaction(o: ProcessObserver, c: CallCursor): void {
  if (o.transaction) o.transaction.rolledBack = true;
  o.transaction = null;
  o.addLoose('rollback', c);
}
