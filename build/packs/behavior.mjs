// SPDX-License-Identifier: MIT
/**
 * What Cuckoo makes of the calls of a run: entries of processes, their tree, statistics, the summary, and
 * signatures with their marks.
 * @module
 */
import { hex32 } from './process-log.mjs';
import { float } from './python-json.mjs';

/** @param {any} entry @param {any} words @param {(text: string) => string} fill */
export function processEntry({ process, firstSeen, log }, words, fill) {
  return {
    process_path: fill(process.path),
    calls: log.calls,
    track: process.track ?? true,
    pid: process.pid,
    process_name: process.name,
    command_line: fill(process.commandLine ?? process.path),
    modules: modules(process, words, fill),
    time: 0,
    tid: process.tid,
    first_seen: float(firstSeen),
    ppid: process.ppid,
    type: 'process',
  };
}

/** @param {any} process @param {any} words @param {(text: string) => string} fill */
function modules(process, words, fill) {
  const system = (/** @type {string} */ name, /** @type {number} */ base, /** @type {number} */ size) => ({
    basename: name,
    imgsize: size,
    baseaddr: hex32(base).replace(/^0x0+/, '0x'),
    filepath: `C:\\Windows\\system32\\${name}`,
  });
  return [
    {
      basename: process.name,
      imgsize: process.imageBytes ?? 180224,
      baseaddr: process.imageBase ?? '0x400000',
      filepath: fill(process.path),
    },
    system('ntdll.dll', 0x777b0000, 1298432),
    ...words.libraries
      .slice(0, process.modules ?? 9)
      .map((/** @type {any} */ library) => system(library.name, library.base, library.size)),
  ];
}

/** @param {any} log */
export function statistics(log) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const call of log.calls) counts[call.api] = (counts[call.api] ?? 0) + 1;
  return counts;
}

/** @param {any[]} processes */
export function tree(processes) {
  const nodes = processes.map((process) => ({
    track: process.track,
    pid: process.pid,
    process_name: process.process_name,
    command_line: process.command_line,
    first_seen: process.first_seen,
    ppid: process.ppid,
    children: /** @type {any[]} */ ([]),
  }));
  return nodes.filter((node) => {
    const parent = nodes.find((other) => other !== node && other.pid === node.ppid);
    parent?.children.push(node);
    return !parent;
  });
}

/** The lists that Cuckoo draws from the calls. @param {any[]} logs @returns {Record<string, unknown[]>} */
export function summaryOf(logs) {
  /** @type {Record<string, Set<string>>} */
  const lists = {};
  const add = (/** @type {string} */ list, /** @type {string} */ value) =>
    value && (lists[list] ??= new Set()).add(value);
  for (const call of logs.flatMap((log) => log.calls)) {
    const { api, arguments: args, status } = call;
    if (api === 'LdrLoadDll') add('dll_loaded', args.module_name);
    else if (api === 'NtCreateFile' || api === 'NtOpenFile')
      add(status ? 'file_opened' : 'file_failed', args.filepath);
    else if (api === 'NtWriteFile') add('file_written', args.filepath);
    else if (api === 'DeleteFileW') add('file_deleted', args.filepath);
    else if (/^(NtQueryAttributesFile|GetFileAttributesW)$/.test(api) && status)
      add('file_exists', args.filepath);
    else if (/^(RegOpenKeyEx|NtOpenKey)/.test(api)) add('regkey_opened', args.regkey);
    else if (/^(RegQueryValueEx|NtQueryValueKey)/.test(api)) add('regkey_read', args.regkey);
    else if (api === 'CreateProcessInternalW') add('command_line', args.command_line);
    else if (/^Nt(Create|Open)Mutant$/.test(api)) add('mutex', args.mutant_name);
    else if (api === 'getaddrinfo') add('resolves_host', args.hostname);
    else if (api === 'IWbemServices_ExecQuery') add('wmi_query', args.query);
  }
  return Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, [...values]]));
}

/** @param {any} signature @param {import('./report.mjs').BuiltReport['labels']} labels @param {any[]} played */
export function signatureEntry(signature, labels, played) {
  const marks = signature.marks.flatMap((/** @type {any} */ mark) => {
    if (mark.ioc) return [{ category: mark.category, ioc: mark.ioc, type: 'ioc', description: null }];
    const calls = labels.get(mark.calls);
    if (!calls) throw new Error(`signature ${signature.name}: no calls labelled ${mark.calls}`);
    return calls
      .filter((call) => !mark.apis || mark.apis.includes(call.api))
      .map(({ procId, index }) => ({
        call: played[procId].log.calls[index],
        pid: played[procId].process.pid,
        type: 'call',
        cid: index,
      }));
  });
  return {
    families: [],
    description: signature.description,
    severity: signature.severity,
    ttp: {},
    markcount: marks.length,
    references: [],
    marks,
    name: signature.name,
  };
}
