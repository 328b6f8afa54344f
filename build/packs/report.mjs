// SPDX-License-Identifier: MIT
/**
 * Builds a whole Cuckoo 2 report from the source of a log: plays every process's script, then adds what Cuckoo
 * makes of the calls (tree, statistics, summary, signatures with their marks).
 * @module
 */
import { createHash } from 'node:crypto';
import { processEntry, signatureEntry, statistics, summaryOf, tree } from './behavior.mjs';
import { hex32 } from './process-log.mjs';
import { float } from './python-json.mjs';
import { seededRandom } from './random.mjs';
import { playScript } from './script.mjs';

/** One tick of the clock that `first_seen` is read from. */
const TICK_SECONDS = 1 / 64;

/**
 * @typedef {object} BuiltReport
 * @property {object} report
 * @property {Map<string, { procId: number, index: number, api: string }[]>} labels
 * @property {{ procId: number, pid: number, name: string }[]} processes
 */

/** @param {any} source the parsed YAML of a log @param {any} vocabulary @returns {BuiltReport} */
export function buildReport(source, vocabulary) {
  // A walk over the process list finds the report's own processes, too.
  const words = { ...vocabulary, processList: [...vocabulary.processList, ...(source.walk ?? [])] };
  const random = seededRandom(source.seed);
  const started = Date.parse(source.started) / 1000;
  const user = source.user ?? 'Smith';
  const temp = `C:\\Users\\${user}\\AppData\\Local\\Temp`;
  const fill = (/** @type {string} */ text) => text.replaceAll('{user}', user).replaceAll('{temp}', temp);

  /** @type {BuiltReport['labels']} */
  const labels = new Map();
  /** @type {any[]} */
  const played = [];
  for (const [procId, process] of source.processes.entries()) {
    const seenAfter = process.seenAfter
      ? timeOf(process.seenAfter)
      : started + (process.startsMs ?? 1000) / 1000;
    const firstSeen = Math.ceil(seenAfter / TICK_SECONDS + 1) * TICK_SECONDS;
    const runsAfter = process.runsAfter ? timeOf(process.runsAfter) : firstSeen;
    const startMs = Math.ceil(Math.max(runsAfter - firstSeen, 0) * 1000) + 78;
    const result = playScript({ process, firstSeen, startMs, random, words, fill });
    played.push({ process, procId, firstSeen, log: result.log });
    for (const [label, positions] of result.labels) {
      if (labels.has(label)) throw new Error(`label ${label} twice`);
      labels.set(
        label,
        positions.map((index) => ({ procId, index, api: /** @type {any} */ (result.log.calls[index]).api })),
      );
    }
  }

  /** Time of a labelled call. @param {string} label */
  function timeOf(label) {
    const [call] = labels.get(label) ?? [];
    if (!call) throw new Error(`no call labelled ${label}`);
    return played[call.procId].log.calls[call.index].time.value;
  }

  const processes = played.map((entry) => processEntry(entry, words, fill));
  const ended = Math.max(...played.map(({ firstSeen, log }) => firstSeen + log.offsetMs / 1000)) + 12;
  const sample = source.sample;
  const report = {
    info: info(source, started, ended),
    target: target(sample, source, random),
    network: network(words, random),
    signatures: (source.signatures ?? []).map((/** @type {any} */ signature) =>
      signatureEntry(signature, labels, played),
    ),
    static: {
      pdb_path: null,
      pe_imports: words.libraries.slice(0, 4).map((/** @type {any} */ library) => ({
        imports: library.functions
          .slice(0, 8)
          .map((/** @type {string} */ name, /** @type {number} */ index) => ({
            name,
            address: hex32(0x00412000 + index * 4),
          })),
        dll: library.name.toUpperCase(),
      })),
      peid_signatures: null,
      keys: [],
      signature: [],
      pe_timestamp: '2017-09-19 04:12:51',
      pe_exports: [],
      imported_dll_count: 4,
      pe_imphash: random.hex(32),
      pe_resources: [],
      pe_versioninfo: [],
      pe_sections: [
        {
          size_of_data: '0x00010e00',
          virtual_address: '0x00001000',
          entropy: float(6.61),
          name: '.text',
          virtual_size: '0x00010c3a',
        },
      ],
    },
    behavior: {
      generic: played.map(({ process, firstSeen, log }) => ({
        process_path: fill(process.path),
        process_name: process.name,
        pid: process.pid,
        summary: summaryOf([log]),
        first_seen: float(firstSeen),
        ppid: process.ppid,
      })),
      apistats: Object.fromEntries(
        played
          .filter(({ log }) => log.calls.length > 0)
          .map(({ process, log }) => [String(process.pid), statistics(log)]),
      ),
      processes,
      processtree: tree(processes),
      summary: summaryOf(played.map(({ log }) => log)),
    },
    debug: { action: [], dbgview: [], errors: [], log: debugLog(source, started), cuckoo: [] },
    strings: [
      '!This program cannot be run in DOS mode.',
      '.text',
      '.rdata',
      '.data',
      '.rsrc',
      ...words.strings.filter((/** @type {string} */ text) => /^[ -~]+$/.test(text)),
    ],
    metadata: {
      cuckoo: { version: '2.0.4' },
      output: { pcap: { basename: 'dump.pcap', sha256: random.hex(64), dirname: '' } },
    },
  };
  return {
    report,
    labels,
    processes: played.map(({ process, procId }) => ({ procId, pid: process.pid, name: process.name })),
  };
}

/** @param {any} source @param {number} started @param {number} ended */
function info(source, started, ended) {
  const clock = (/** @type {number} */ seconds) =>
    new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return {
    added: float(started - 31.25),
    started: float(started - 2.5),
    duration: Math.round(ended - started + 2.5),
    ended: float(ended),
    owner: null,
    score: float(source.score ?? 7.4),
    id: source.task,
    category: 'file',
    git: { head: null, fetch_head: null },
    monitor: '0ae2ec7b62daf4a9dc1a8b1ecf7e0f1f0ad27dbb',
    package: source.package ?? 'exe',
    route: 'none',
    custom: null,
    machine: {
      status: 'stopped',
      name: 'win7x86-ja',
      label: 'win7x86-ja',
      manager: 'VirtualBox',
      started_on: clock(started - 2),
      shutdown_on: clock(ended + 3),
    },
    platform: 'windows',
    version: '2.0.4',
    options: '',
  };
}

/** @param {any} sample @param {any} source @param {import('./random.mjs').Random} random */
function target(sample, source, random) {
  const digest = (/** @type {string} */ algorithm) =>
    createHash(algorithm).update(`${source.seed}:${sample.name}`).digest('hex');
  return {
    category: 'file',
    file: {
      yara: [],
      sha1: digest('sha1'),
      name: sample.name,
      type: sample.type ?? 'PE32 executable (GUI) Intel 80386, for MS Windows',
      sha256: sample.sha256 ?? digest('sha256'),
      urls: [],
      crc32: random.hex(8).toUpperCase(),
      path: `/home/cuckoo/.cuckoo/storage/binaries/${sample.sha256 ?? digest('sha256')}`,
      ssdeep: null,
      size: sample.bytes ?? 184320,
      sha512: digest('sha512'),
      md5: digest('md5'),
    },
  };
}

/** @param {any} words @param {import('./random.mjs').Random} random */
function network(words, random) {
  return {
    tls: [],
    udp: [
      {
        src: '192.168.56.101',
        dst: '192.168.56.255',
        offset: 546,
        time: float(3.078125),
        dport: 137,
        sport: 137,
      },
    ],
    dns_servers: ['192.168.56.1'],
    http: [],
    icmp: [],
    smtp: [],
    tcp: [],
    smtp_ex: [],
    mitm: [],
    hosts: words.hosts.slice(0, 2).map((/** @type {any} */ host) => host.address),
    pcap_sha256: random.hex(64),
    dns: words.hosts.slice(0, 2).map((/** @type {any} */ host) => ({
      type: 'A',
      request: host.name,
      answers: [{ data: host.address, type: 'A' }],
    })),
    domains: words.hosts
      .slice(0, 2)
      .map((/** @type {any} */ host) => ({ ip: host.address, domain: host.name })),
  };
}

/** @param {any} source @param {number} started */
function debugLog(source, started) {
  const at = (/** @type {number} */ ms) =>
    new Date(started * 1000 + ms).toISOString().slice(0, 23).replace('T', ' ').replace('.', ',');
  return [
    `${at(0)} [analyzer] DEBUG: Starting analyzer from: C:\\tmpq4x1za\n`,
    `${at(16)} [analyzer] DEBUG: Pipe server name: \\\\?\\PIPE\\fQxTzGmWkdYcJrWn\n`,
    `${at(812)} [analyzer] DEBUG: Started auxiliary module Human\n`,
    ...source.processes.map(
      (/** @type {any} */ process) =>
        `${at(1200)} [lib.api.process] INFO: Monitoring process with pid ${process.pid}\n`,
    ),
  ];
}
