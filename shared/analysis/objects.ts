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

/** A call named by its place in the process that made it. */
export interface OwnCall {
  index: number;
  api: string;
}

/** The process itself, behind a real handle. */
export interface SelfRef {
  type: 'self';
}

/**
 * How a process is known that bears no pid in the log: by a handle whose opening was not logged (or that was
 * handed over by another process), by a handle copied out of another process, by one of its threads (opened where
 * the monitor does not log whose it is), or by its windows.
 */
export type ProcessTrace =
  | { by: 'handle' | 'thread-handle'; handle: number }
  | { by: 'copy'; owner: ProcessRef; handle: number; at: Moment }
  | { by: 'thread'; tid: number }
  | { by: 'opened-thread' }
  | { by: 'window' }
  | { by: 'everyone' };

/** A process as one process of the report came to know it: one object per lifetime seen. */
export interface ProcessRef {
  type: 'process';
  /** Position in the `target` column's table. */
  id: number;
  /** The process that knows it, and how many it knew before: the same whatever is read first. */
  knownBy: number;
  seq: number;
  /** null where only `trace` tells which one it is. */
  pid: number | null;
  trace: ProcessTrace | null;
  name: string | null;
  /** Set when `knownBy` created it. */
  created: CreatedProcess | null;
  /** `knownBy` attached to it as a debugger. */
  debugged: boolean;
  firstUse: Moment;
  lastUse: Moment;
  /** The process that it turned out to be. */
  sameAs: ProcessRef | null;
  /** Handles to it that are open now. */
  openHandles: number;
}

export interface CreatedProcess {
  /** Call indexes of one creation event, merged (NtCreateUserProcess, CreateProcessInternalW, CreateProcessW). */
  calls: OwnCall[];
  at: Moment;
  /** The first call that acted on it before the call that made it had returned, or null. */
  actedOnFrom: number | null;
  /** By CREATE_SUSPENDED, or null where no call logs creation flags. */
  suspended: boolean | null;
  debugged: boolean;
  /** Whether open handles were inherited; null where not logged. */
  inherits: boolean | null;
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
  /** null: a thread of the process itself. */
  process: ProcessRef | null;
  tid: number | null;
}

export interface SectionRef {
  type: 'section';
  /** Backed by the page file (FileHandle 0), by a file, or unknown. */
  backing: 'pagefile' | 'file' | 'unknown';
  created: OwnCall | null;
  /** Under which the section is known to every process, or null. */
  name: string | null;
  file: FileRef | null;
  /** Views in the owner itself: what is written there is written in every other view. */
  localViews: OwnCall[];
}

export interface FileRef {
  type: 'file';
  /** Opened inside a transaction, or set to be deleted on close. */
  transacted: boolean;
  deletePending: boolean;
  writtenAt: number | null;
}

export interface TransactionRef {
  type: 'transaction';
}

/** Copied out of another process, type unknown: a process, if a call uses it as one. */
export interface CopiedRef {
  type: 'copied';
  owner: ProcessRef;
  handle: number;
  at: Moment;
}

export type KernelObject =
  SelfRef | ProcessRef | ThreadRef | SectionRef | FileRef | TransactionRef | CopiedRef;
