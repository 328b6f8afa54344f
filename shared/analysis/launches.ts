// SPDX-License-Identifier: MIT
/**
 * Processes that the system starts on another's behalf: services, COM servers, WMI methods, scheduled tasks.
 * Their parent is a system process, so the call that asked for them is matched by what it names: a program, a
 * class id, a service.
 * @module
 */
import type { CallCursor } from '../model/call';
import type { CallRef, ProcessSummary } from '../model/document';
import { handleValue } from './handles';
import { baseName, imageOf } from './images';
import type { OwnCall } from './objects';
import type { ProcessObserver } from './observe/observer';

/** What a process asked the system to start. */
export interface Launch {
  by: 'service' | 'com' | 'wmi' | 'command';
  calls: OwnCall[];
  timeMs: number;
  /** In lower case: a program's path or command line, a service's name, or a class id. */
  names: string;
  service: number | null;
}

const MAX_LAUNCHES = 512;
const CLSCTX_LOCAL_SERVER = 0x4n;
/** Tools that hand a command line to the system. */
const LAUNCHING_TOOLS = /\b(schtasks|at|sc|wmic|net1?)(\.exe)?["']?\s/i;
/** Which system process starts what was asked for. */
const STARTERS: Record<Launch['by'], RegExp> = {
  service: /^services\.exe$/i,
  com: /^(svchost|dllhost)\.exe$/i,
  wmi: /^wmiprvse\.exe$/i,
  command: /^(services|svchost|taskeng|taskhostw|taskhost|wmiprvse)\.exe$/i,
};
/** A system process starts what was asked for within this time, or, as a task or service, later. */
const COM_WITHIN_MS = 60_000;

export function noteLaunch(o: ProcessObserver, c: CallCursor): void {
  if (c.ok === false) return;
  if (/^(Create|Open)Service/.test(c.api)) noteService(o, c);
  else if (/^StartService/.test(c.api)) noteStart(o, c);
  else if (/^Co(CreateInstance|GetClassObject)/.test(c.api)) noteClass(o, c);
  else if (/ExecMethod/.test(c.api)) {
    const text = ['class', 'method', 'parameters'].map((name) => c.text(name) ?? '').join(' ');
    if (/create/i.test(text)) add(o, c, 'wmi', text);
  }
}

/** A process was created with this command line: it may be a tool that makes the system start another one. */
export function noteCommand(o: ProcessObserver, c: CallCursor, commandLine: string | null): void {
  if (commandLine && LAUNCHING_TOOLS.test(commandLine)) add(o, c, 'command', commandLine);
}

function add(o: ProcessObserver, c: CallCursor, by: Launch['by'], names: string): Launch | null {
  if (o.launches.length >= MAX_LAUNCHES) return null;
  const calls = [{ index: c.index, api: c.api }];
  const launch: Launch = {
    by,
    calls,
    timeMs: c.timeMs,
    names: names.slice(0, 4096).toLowerCase(),
    service: null,
  };
  o.launches.push(launch);
  return launch;
}

function noteService(o: ProcessObserver, c: CallCursor): void {
  const path = c.text('filepath_r') || c.text('filepath');
  const name = c.text('service_name');
  const launch = add(o, c, 'service', path || (name ? `-s ${name}` : ''));
  const handle = c.number('service_handle') ?? c.returnValue;
  if (launch && handle !== null) launch.service = handleValue(handle);
}

function noteStart(o: ProcessObserver, c: CallCursor): void {
  const handle = c.number('service_handle');
  const value = handle === null ? null : handleValue(handle);
  const known = value === null ? undefined : o.launches.findLast((launch) => launch.service === value);
  const name = c.text('service_name');
  if (known) known.calls.push({ index: c.index, api: c.api });
  else if (name) add(o, c, 'service', `-s ${name}`);
}

function noteClass(o: ProcessObserver, c: CallCursor): void {
  const context = c.number('class_context');
  const clsid = c.text('clsid');
  if (clsid && (context === null || (context & CLSCTX_LOCAL_SERVER) !== 0n))
    add(o, c, 'com', clsid.replace(/[{}]/g, ''));
}

/** One process that another had the system start, with the calls that asked for it. */
export interface Launched {
  source: number;
  target: number;
  calls: CallRef[];
}

/**
 * @param starterOf name of the process that created the given one, or null where the log does not tell
 * @returns the launches whose process the report lists, in order of source and call
 */
export function launched(
  observers: readonly ProcessObserver[],
  processes: readonly ProcessSummary[],
  starterOf: (process: ProcessSummary) => string | null,
): Launched[] {
  const found: Launched[] = [];
  const taken = new Set<string>();
  for (const source of observers)
    for (const launch of source.launches)
      for (const target of processes) {
        const key = `${source.procId}>${target.procId}`;
        if (target.procId === source.procId || taken.has(key)) continue;
        if (!STARTERS[launch.by].test(starterOf(target) ?? '') || !fits(launch, target)) continue;
        taken.add(key);
        const calls = launch.calls.map((call) => ({ procId: source.procId, ...call }));
        found.push({ source: source.procId, target: target.procId, calls });
      }
  return found;
}

function fits(launch: Launch, target: ProcessSummary): boolean {
  if (target.firstSeenMs !== null && target.firstSeenMs < launch.timeMs - 1000) return false;
  const commandLine = target.commandLine?.toLowerCase() ?? '';
  const path = (target.path ?? imageOf(target.commandLine))?.toLowerCase() ?? '';
  if (launch.by === 'com') {
    const soon = target.firstSeenMs === null || target.firstSeenMs - launch.timeMs < COM_WITHIN_MS;
    return soon && launch.names.length >= 36 && commandLine.includes(launch.names);
  }
  if (launch.names.startsWith('-s ')) return `${commandLine} `.includes(` ${launch.names} `);
  // A bare name would be found in any command line.
  return path.includes('\\') && launch.names.includes(path) && baseName(path) !== 'svchost.exe';
}
