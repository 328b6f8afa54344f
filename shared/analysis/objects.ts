// SPDX-License-Identifier: MIT
/**
 * The kernel objects that handles stand for. A pid, tid or handle value is only a name that such an object
 * bore for a while; joining names to the report's processes happens once all of them are known (join.ts).
 * @module
 */

/** Where in its process a fact was logged. */
export interface Moment {
  index: number;
  timeMs: number;
}

/** A process as one process of the report came to know it: one object per lifetime seen. */
export interface ProcessRef {
  type: 'process';
  /** Position in the `target` column's table. */
  id: number;
  /** The process that knows it. */
  knownBy: number;
  /** null where only a handle was seen. */
  pid: number | null;
  name: string | null;
  /** A thread of it, where it is known by that alone. */
  tid: number | null;
  /** Set when `knownBy` created it. */
  created: CreatedProcess | null;
  firstUse: Moment;
  lastUse: Moment;
  /** Handles to it that are open now. */
  openHandles: number;
  /** When the handle was copied out of another process: whose, and which value it had there. */
  copiedFrom: { owner: ProcessRef; handle: number; at: Moment } | null;
}

export interface CreatedProcess {
  /** Call indexes of one creation event, merged (NtCreateUserProcess, CreateProcessInternalW, CreateProcessW). */
  calls: { index: number; api: string }[];
  at: Moment;
  /** By CREATE_SUSPENDED, or unknown where no call logs creation flags. */
  suspended: boolean | null;
  debugged: boolean;
  commandLine: string | null;
  path: string | null;
  mainTid: number | null;
  /** A parent process given by handle that is not the creator (T1134.004). */
  spoofedParent: boolean;
  /** Made from a section object (NtCreateProcessEx), not from a file. */
  section: SectionRef | null;
}

export interface ThreadRef {
  type: 'thread';
  process: ProcessRef | null;
  tid: number | null;
  /** The initial thread of a process that its owner created. */
  main: boolean;
  /** Created suspended, or suspended by NtSuspendThread, and not resumed yet. */
  suspended: boolean;
}

export interface SectionRef {
  type: 'section';
  id: number;
  created: { index: number; api: string } | null;
  /** Backed by the page file (FileHandle 0), by a file, or unknown. */
  backing: 'pagefile' | 'file' | 'unknown';
  name: string | null;
  file: FileRef | null;
  /** Views in the owner itself: what is written there is written in every other view. */
  localViews: { index: number; api: string; base: bigint }[];
}

export interface FileRef {
  type: 'file';
  path: string;
  /** Opened inside a transaction, or set to be deleted on close. */
  transacted: boolean;
  deletePending: boolean;
  writtenAt: number | null;
}

export interface TransactionRef {
  type: 'transaction';
  rolledBack: boolean;
}

export type KernelObject = ProcessRef | ThreadRef | SectionRef | FileRef | TransactionRef;
