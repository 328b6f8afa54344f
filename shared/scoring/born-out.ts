// SPDX-License-Identifier: MIT
/**
 * Whether the log bears out what an answer to 3-2 says: the process is in that report, the APIs occur in it,
 * the artefact stands in their arguments.
 * @module
 */
import { ApiSet, namesInFields, namesInText } from './api-names';
import { artefactNeedle, artefactNeedles } from './artefacts';
import type { Marking } from './draft';
import type { LogView } from './log-view';
import { reason } from './reasons';
import type { FingerprintEntry, GradeReason, LogProcess, TextHit } from './types';

export interface BornOut {
  /** Why it is not borne out; null when it is, or when there is no log to ask. */
  fault: GradeReason | null;
  /** What is worth saying, and costs nothing. */
  remarks: GradeReason[];
  /** Names of APIs as written. */
  named: string[];
  /** Processes that the answer can mean; pids of these. */
  processes: LogProcess[];
  pids: number[];
  /** The named APIs that occur in those processes, as logged; without a log, as written. */
  apis: string[];
  /** What the artefact is looked for by, or null when none is named. */
  artefact: string | null;
  /** The artefact as the log spells it, where that is known. */
  logged: string[];
  /** Positions of the pinned calls of this report. */
  pinned: { procId: number; index: number }[];
}

export function bornOut({ logs }: Marking, entry: FingerprintEntry, position: number): BornOut {
  const at = { entry: position };
  const view = logs.view(entry.reportId);
  const label = logs.label(entry.reportId);
  const artefact = entry.artefact.trim() === '' ? null : artefactNeedle(entry.artefact) || null;
  const own = view?.all ?? new ApiSet([]);
  const named = [...new Set([...namesInFields(entry.apis), ...namesInText(entry.outline, own)])];
  const result: BornOut = {
    fault: null,
    remarks: [],
    named,
    processes: [],
    pids: [],
    apis: named,
    artefact,
    pinned: [],
    logged: [],
  };
  const sha256 = logs.pack.reports.find(({ id }) => id === entry.reportId)?.sha256;
  const pinned = view?.pinned(entry.pins).calls ?? [];
  result.pinned = view ? pinned : entry.pins.filter((pin) => pin.reportSha256 === sha256);

  if (named.length + pinned.length === 0) return { ...result, fault: reason('no-api', {}, at) };
  if (entry.pid === null && entry.processName.trim() === '')
    return { ...result, fault: reason('pid-missing', {}, at) };
  if (!view) {
    result.pids = entry.pid === null ? [] : [entry.pid];
    result.remarks.push(reason('log-missing', { report: label }, at));
    return result;
  }

  const processes = view.processes(entry.pid, entry.processName);
  if (processes.length === 0) return { ...result, fault: wrongProcess(view, entry, label, position) };
  if (entry.pid === null && new Set(processes.map(({ pid }) => pid)).size > 1)
    return { ...result, fault: reason('pid-missing', {}, at) };
  if (entry.pid === null) result.remarks.push(reason('pid-missing', {}, at));
  else if (entry.processName.trim() === '') result.remarks.push(reason('name-missing', {}, at));
  result.processes = processes;
  result.pids = [...new Set(processes.map(({ pid }) => pid))];

  const inProcesses = view.apisOf(processes);
  const procIds = new Set(processes.map(({ procId }) => procId));
  const pinnedHere = pinned.filter(({ procId }) => procIds.has(procId)).map(({ api }) => api);
  const absent = named.filter((name) => inProcesses.find(name) === null);
  result.apis = [...new Set([...named.flatMap((name) => inProcesses.find(name) ?? []), ...pinnedHere])];
  const pid = String(result.pids[0]);
  if (absent.length > 0) {
    const why = reason('api-not-in-process', { apis: absent, report: label, pid }, at);
    if (result.apis.length === 0) return { ...result, fault: why };
    result.remarks.push(why);
  }
  const hits = artefactHits(view, entry.artefact, procIds, result.apis);
  result.logged = [...new Set(hits?.flatMap(({ text }) => text ?? []) ?? [])];
  if (artefact !== null && hits?.length === 0) {
    const why = { artefact: entry.artefact.trim(), apis: result.apis, report: label, pid };
    return { ...result, fault: reason('artefact-not-in-process', why, at) };
  }
  return result;
}

function wrongProcess(
  view: LogView,
  entry: FingerprintEntry,
  report: { ja: string; en: string },
  position: number,
): GradeReason {
  const byPid = entry.pid === null ? [] : view.processes(entry.pid, '');
  const pid = entry.pid === null ? entry.processName : String(entry.pid);
  const name = byPid[0]?.name;
  if (name === undefined || name === null)
    return reason('process-not-found', { pid, report }, { entry: position });
  return reason(
    'process-other-name',
    { pid, report, actual: name, name: entry.processName.trim() },
    { entry: position },
  );
}

/** Calls of those APIs in those processes that hold any part of the artefact; null when nobody looked. */
function artefactHits(
  view: LogView,
  written: string,
  procIds: ReadonlySet<number>,
  apis: readonly string[],
): TextHit[] | null {
  const lists = artefactNeedles(written).map((needle) => view.hits(needle));
  if (lists.every((list) => list === null)) return null;
  return lists
    .flatMap((list) => list ?? [])
    .filter(({ procId, api }) => procIds.has(procId) && apis.includes(api));
}
