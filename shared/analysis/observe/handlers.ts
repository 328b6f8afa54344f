// SPDX-License-Identifier: MIT
/**
 * Which observer looks at which API, by the role that the catalogue gives it. Calls of other roles cost one
 * look-up.
 * @module
 */
import type { CallCursor } from '../../model/call';
import { apiInfo, type ApiRole } from '../catalogue';
import { commitTransaction, createTransaction, openFile, rollbackTransaction, setFile, writeFile } from './files';
import { allocateMemory, createSection, mapView, protectMemory, readMemory, unmapView, writeMemory } from './memory';
import type { ProcessObserver } from './observer';
import { closeHandle, createProcess, duplicateHandle, openProcess, openThread, processEntry } from './processes';
import {
  createThread,
  getContext,
  queueApc,
  resumeProcess,
  resumeThread,
  setContext,
  suspendThread,
} from './threads';
import { addAtom, findWindow, resolveFunction, windowData, windowHook, windowMessage } from './windows';

export type Handler = (observer: ProcessObserver, cursor: CallCursor) => void;

const BY_ROLE: Partial<Record<ApiRole, Handler>> = {
  'create-process': createProcess,
  'open-process': openProcess,
  'open-thread': openThread,
  duplicate: duplicateHandle,
  close: closeHandle,
  'enumerate-processes': processEntry,
  allocate: allocateMemory,
  protect: protectMemory,
  read: readMemory,
  write: writeMemory,
  'create-section': createSection,
  'open-section': createSection,
  map: mapView,
  unmap: unmapView,
  'create-thread': createThread,
  'get-context': getContext,
  'set-context': setContext,
  'queue-apc': queueApc,
  resume: resumeThread,
  'resume-process': resumeProcess,
  suspend: suspendThread,
  'create-file': openFile,
  'open-file': openFile,
  'write-file': writeFile,
  'set-file': setFile,
  'delete-file': setFile,
  'create-transaction': createTransaction,
  'commit-transaction': commitTransaction,
  'rollback-transaction': rollbackTransaction,
  'resolve-function': resolveFunction,
  'find-window': findWindow,
  'window-data': windowData,
  'window-message': windowMessage,
  'window-hook': windowHook,
  'add-atom': addAtom,
};

const cache = new Map<string, Handler | null>();
/** API names come from hostile reports: past this, they are looked up anew each time. */
const CACHE_LIMIT = 10_000;

export function handlerOf(api: string): Handler | null {
  const cached = cache.get(api);
  if (cached !== undefined) return cached;
  const role = apiInfo(api)?.role ?? null;
  const handler = (role && BY_ROLE[role]) ?? null;
  if (cache.size < CACHE_LIMIT) cache.set(api, handler);
  return handler;
}
