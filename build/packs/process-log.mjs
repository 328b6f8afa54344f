// SPDX-License-Identifier: MIT
/**
 * The log of one process as it grows: its clock, its handles, its threads, its calls. Handle values are handed
 * out and taken back as Windows does (lowest free multiple of four), never one that a script has reserved.
 * @module
 */
import { categoryOf, flagWords } from './api-shapes.mjs';
import { float } from './python-json.mjs';

/** What the monitor writes for the usual failures: NTSTATUS, last error. */
export const FAILURES = /** @type {const} */ ({
  'not-found': { status: 0xc0000034, lastError: 2 },
  'path-not-found': { status: 0xc000003a, lastError: 3 },
  'access-denied': { status: 0xc0000022, lastError: 5 },
  'bad-client': { status: 0xc000000b, lastError: 87 },
  'no-more': { status: 0x8000001a, lastError: 259 },
  'no-dll': { status: 0xc0000135, lastError: 126 },
  'no-procedure': { status: 0xc0000139, lastError: 127 },
  'no-resource': { status: 0xc000008a, lastError: 1813 },
  'no-service': { status: 0xc0000034, lastError: 1060 },
  collision: { status: 0xc0000035, lastError: 183 },
});
/** @typedef {keyof typeof FAILURES} FailureName */

/**
 * @typedef {object} CallOptions
 * @property {number} [returns] return value; 0 when left out
 * @property {FailureName} [failure] makes it a failed call
 * @property {number} [tid]
 * @property {Record<string, string>} [flags] overrides the words made from the arguments
 * @property {string} [buffer] SHA-1 of a dumped buffer
 */

/** A 32-bit value as the monitor prints handles and addresses. @param {number} value */
export const hex32 = (value) => `0x${(value >>> 0).toString(16).padStart(8, '0')}`;

/** @param {number} value an unsigned 32-bit NTSTATUS */
const signed = (value) => value | 0;

export class ProcessLog {
  /** @type {object[]} */
  calls = [];
  /** @type {Set<number>} */
  #open = new Set();
  /** @type {Set<number>} */
  #reserved;
  /** Milliseconds since the process was seen first. */
  offsetMs = 0;

  /**
   * @param {object} facts
   * @param {number} facts.pid
   * @param {number} facts.tid its first thread
   * @param {number[]} facts.threads all of its threads
   * @param {number} facts.firstSeen seconds since 1970
   * @param {import('./random.mjs').Random} facts.random
   * @param {Iterable<number>} facts.reservedHandles
   */
  constructor({ pid, tid, threads, firstSeen, random, reservedHandles }) {
    this.pid = pid;
    this.tid = tid;
    this.threads = threads;
    this.firstSeen = firstSeen;
    this.random = random;
    this.#reserved = new Set(reservedHandles);
  }

  /** Lets time pass. @param {number} ms */
  wait(ms) {
    this.offsetMs += ms;
  }

  /** A new handle value. */
  open() {
    let value = 0x34;
    while (this.#open.has(value) || this.#reserved.has(value)) value += 4;
    this.#open.add(value);
    return value;
  }

  /** Gives a handle value back. @param {number} value */
  release(value) {
    if (!this.#open.delete(value)) throw new Error(`pid ${this.pid}: handle ${hex32(value)} was not open`);
  }

  /** Logs a call; gives its position. @param {string} api @param {Record<string, any>} args @param {CallOptions} [options] */
  call(api, args, options = {}) {
    // The monitor's clock moves in steps of the system timer, 15 or 16 ms; most calls share a step.
    if (this.random.chance(0.07)) this.wait(this.random.chance(0.4) ? 15 : 16);
    const failure = options.failure && FAILURES[options.failure];
    const ntCall = /^(Nt|Ldr|Rtl)/.test(api);
    const returns = options.returns ?? (failure ? failedReturn(api, failure, ntCall) : defaultReturn(api));
    this.calls.push({
      category: categoryOf(api),
      status: failure ? 0 : 1,
      stacktrace: [],
      ...(failure ? { last_error: failure.lastError, nt_status: signed(failure.status) } : {}),
      api,
      return_value: returns,
      arguments: args,
      ...(options.buffer ? { buffer: options.buffer } : {}),
      time: float(this.firstSeen + this.offsetMs / 1000),
      tid: options.tid ?? this.tid,
      flags: options.flags ?? flagWords(api, args),
    });
    return this.calls.length - 1;
  }

  /** Closes a handle with NtClose. @param {number} value @param {number} tid */
  close(value, tid) {
    this.release(value);
    this.call('NtClose', { handle: hex32(value) }, { tid });
  }
}

/** Win32 functions that say yes with 1; NT functions and the registry say it with 0. @param {string} api */
function defaultReturn(api) {
  return /^(Nt|Ldr|Rtl|Reg|Co|Ole|SHGet|Net|IWbem|WSAStartup|getaddrinfo|GetAddrInfoW|connect|closesocket|WNet|DnsQuery|GetSystemTime|GetLocalTime|GetSystemInfo|GetAdapters|setsockopt|__exc)/.test(
    api,
  )
    ? 0
    : 1;
}

/** @param {string} api @param {{status: number, lastError: number}} failure @param {boolean} ntCall */
function failedReturn(api, failure, ntCall) {
  if (ntCall) return failure.status;
  if (api.startsWith('Reg')) return failure.lastError;
  if (api === 'FindFirstFileExW') return 0xffffffff;
  return 0;
}
