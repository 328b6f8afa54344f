// SPDX-License-Identifier: MIT
/**
 * Which observer looks at which API, by the role that the catalogue gives it, and which of the contest's tags
 * the API bears. Calls of other roles cost one look-up.
 * @module
 */
import { MARK, type CallCursor } from '../../model/call';
import { apiInfo, type ApiRole } from '../catalogue';
import { noteLaunch } from '../launches';
import {
  commitTransaction,
  createTransaction,
  openFile,
  rollbackTransaction,
  setFile,
  writeFile,
} from './files';
import {
  allocateMemory,
  createSection,
  mapView,
  protectMemory,
  readMemory,
  unmapView,
  writeMemory,
} from './memory';
import type { ProcessObserver } from './observer';
import {
  closeHandle,
  createProcess,
  debugProcess,
  duplicateHandle,
  openProcess,
  openThread,
  processEntry,
  setParentAttribute,
} from './processes';
import {
  createThread,
  getContext,
  queueApc,
  resumeProcess,
  resumeThread,
  setContext,
  suspendProcess,
  suspendThread,
} from './threads';
import { addAtom, findWindow, resolveFunction, windowData, windowHook, windowMessage } from './windows';

type Observe = (observer: ProcessObserver, cursor: CallCursor) => void;

/** How a call of an API is looked at. */
export interface Handler {
  /** MARK bits: the contest's tags. */
  marks: number;
  observe: Observe | null;
}

const BY_ROLE: Partial<Record<ApiRole, Observe>> = {
  'create-process': createProcess,
  'open-process': openProcess,
  'set-process': setParentAttribute,
  'set-debugger': debugProcess,
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
  'suspend-process': suspendProcess,
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
  'create-service': noteLaunch,
  'open-service': noteLaunch,
  'start-service': noteLaunch,
  'create-object': noteLaunch,
  'query-wmi': noteLaunch,
};

const NOTHING: Handler = { marks: 0, observe: null };
const cache = new Map<string, Handler>();
/** API names come from hostile reports: past this, they are looked up anew each time. */
const CACHE_LIMIT = 10_000;

export function handlerOf(api: string): Handler {
  const cached = cache.get(api);
  if (cached !== undefined) return cached;
  const info = apiInfo(api);
  // Keys are no handles that matter here, and are closed by the ten thousand.
  const observe = (info?.role && info.category !== 'registry' && BY_ROLE[info.role]) || null;
  const marks = info?.tag ? MARK[info.tag] : 0;
  const handler = marks === 0 && observe === null ? NOTHING : { marks, observe };
  if (cache.size < CACHE_LIMIT) cache.set(api, handler);
  return handler;
}
