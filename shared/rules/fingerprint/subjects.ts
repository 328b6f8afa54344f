// SPDX-License-Identifier: MIT
/**
 * What a call names, by its role: which argument holds the key, file, module, window … and whether it was
 * there. The one place where rules' kinds meet the API catalogue; rules themselves know no dialect.
 * @module
 */
import { apiInfo, type ApiRole } from '../../analysis/catalogue';
import type { CallCursor } from '../../model/call';
import { exists, keyExisted, moduleLoaded, nameExisted, windowFound } from './existence';
import type { HandleNames } from './handle-names';
import { filePath, moduleName, objectPath, plainName, registryPath, type NamePath } from './paths';
import type { SubjectKind } from './schema';

/** Kinds whose patterns are searched together share a group. */
export type SubjectGroup = 'registry' | 'path' | Exclude<SubjectKind, 'key' | 'value' | 'file' | 'directory'>;

export const GROUP_OF: Record<SubjectKind, SubjectGroup> = {
  key: 'registry',
  value: 'registry',
  file: 'path',
  directory: 'path',
  module: 'module',
  function: 'function',
  window: 'window',
  mutex: 'mutex',
  event: 'event',
  object: 'object',
  section: 'section',
  service: 'service',
  process: 'process',
  command: 'command',
  wmi: 'wmi',
  com: 'com',
  environment: 'environment',
  host: 'host',
  script: 'script',
  comparison: 'comparison',
};

/** What the analyzer knows of the process whose calls are read. */
export interface CallerKnowledge {
  readonly ownPid: number | null;
  /** The name under which a snapshot showed a pid to the process, or null. */
  processName(pid: number): string | null;
}

/** What is known besides the call. */
export interface CallContext {
  cursor: CallCursor;
  names: HandleNames;
  caller: CallerKnowledge;
}

export interface SubjectReader {
  group: SubjectGroup;
  /** Kinds of patterns that may match this text. */
  kinds: readonly SubjectKind[];
  read(context: CallContext): string | null;
  /** The argument that holds the whole text, so that its bytes may be looked at instead; absent: it is composed. */
  arg?: string;
  /** What must be done with a call whose text holds no literal of any rule. */
  skip?(context: CallContext): void;
  /** Whether the thing was there; asked only where a pattern has matched. */
  exists(context: CallContext): boolean | null;
  /** Whether the call asks for the thing at all (and does not make it); absent: it does. */
  asks?(context: CallContext): boolean;
}

/** How a text of a group is taken apart before it is compared. */
export function namePath(group: SubjectGroup, raw: string): NamePath {
  switch (group) {
    case 'registry':
      return registryPath(raw);
    case 'path':
      return filePath(raw);
    case 'object':
      return objectPath(raw);
    case 'module':
      return moduleName(raw);
    default:
      return plainName(raw);
  }
}

/** Texts of scripts are searched up to here. */
const MAX_SCRIPT = 65_536;

const FILE_APIS =
  /^(?:Nt(?:Create|Open)File|NtQuery(?:Full)?AttributesFile|NtQueryDirectoryFile(?:Ex)?|CreateFile(?:2|Transacted)?[AW]?|OpenFile|GetFileAttributes(?:Ex)?[AW]?|FindFirstFile(?:Ex)?[AW]?|SearchPath[AW]?|PathFileExists[AW]?|GetFileVersionInfo(?:Size)?(?:Ex)?[AW]?)$/;

const COMPARE_APIS = /^(?:StrCmp|StrStr|lstrcmp)[A-Za-z]*$/;

/** Readers of an API; none for most. */
export function readersOf(api: string): SubjectReader[] {
  if (FILE_APIS.test(api)) return [fileReader(api)];
  if (COMPARE_APIS.test(api)) return ['left', 'right'].map((arg) => plain('comparison', arg, () => null));
  const role = apiInfo(api)?.role ?? null;
  return role === null ? [] : (BY_ROLE[role]?.(api) ?? []);
}

/** Calls that must be read even where no pattern can match them, so that later handles have names. */
export function tracksHandles(api: string): boolean {
  const role = apiInfo(api)?.role;
  return (
    role === 'open-key' || role === 'create-key' || api === 'RegCloseKey' || api === 'NtOpenDirectoryObject'
  );
}

const BY_ROLE: Partial<Record<ApiRole, (api: string) => SubjectReader[]>> = {
  'open-key': () => [openedKey(exists)],
  'create-key': () => [openedKey(keyExisted)],
  close: (api) =>
    api === 'RegCloseKey'
      ? [{ group: 'registry', kinds: [], read: ({ cursor, names }) => names.closeKey(cursor), exists }]
      : [],
  'query-key': (api) => (api === 'NtSetInformationKey' ? [] : [queriedKey()]),
  'enumerate-keys': () => [queriedKey()],
  'read-value': () => [value()],
  'enumerate-values': (api) => (api.startsWith('Nt') ? [queriedKey()] : [value()]),
  'load-module': (api) =>
    api === 'DllLoadNotification' || api.startsWith('Ldrp')
      ? []
      : [plain('module', 'module_name', moduleLoaded)],
  'find-module': () => [plain('module', 'module_name')],
  'resolve-function': () => [plain('function', 'function_name')],
  'find-window': () => [
    plain('window', 'class_name', windowFound),
    plain('window', 'window_name', windowFound),
  ],
  'create-mutant': () => [plain('mutex', 'mutant_name', nameExisted)],
  'open-mutant': () => [plain('mutex', 'mutant_name')],
  'create-event': () => [plain('event', 'event_name', nameExisted)],
  'open-event': () => [plain('event', 'event_name')],
  'open-section': () => [plain('section', 'section_name')],
  'open-service': () => [plain('service', 'service_name')],
  'open-process': () => [{ group: 'process', kinds: ['process'], read: openedProcess, exists: () => true }],
  'create-process': () => [{ group: 'command', kinds: ['command'], read: commandLine, exists: () => null }],
  'query-wmi': () => [{ group: 'wmi', kinds: ['wmi'], read: wmiText, exists: () => null }],
  'create-object': () =>
    ['clsid', 'prog_id', 'object_name', 'objtype', 'name'].map((arg) => plain('com', arg)),
  'run-script': (api) =>
    api === 'rtcEnvironBstr'
      ? [plain('environment', 'env_var')]
      : [{ group: 'script', kinds: ['script'], read: scriptText, exists: () => null }],
  'resolve-host': () => [plain('host', 'hostname')],
  connect: () => [plain('host', 'hostname')],
  'http-request': () => [plain('host', 'url')],
  download: () => [plain('host', 'url')],
  'query-system': (api) => {
    if (/^(?:GetEnvironmentVariable|ExpandEnvironmentStrings)[AW]?$/.test(api))
      return [plain('environment', 'name')];
    if (api === 'NtOpenDirectoryObject')
      return [
        { group: 'object', kinds: ['object'], read: ({ cursor, names }) => names.openObject(cursor), exists },
      ];
    if (api === 'NtQueryDirectoryObject')
      return [
        {
          group: 'object',
          kinds: ['object'],
          read: ({ cursor, names }) => names.object(cursor),
          exists: () => null,
        },
      ];
    return [];
  },
};

function plain(
  kind: Exclude<SubjectKind, 'key' | 'value' | 'file' | 'directory'>,
  arg: string,
  found: SubjectReader['exists'] = exists,
): SubjectReader {
  return { group: kind, kinds: [kind], arg, read: ({ cursor }) => cursor.text(arg), exists: found };
}

function openedKey(found: SubjectReader['exists']): SubjectReader {
  return {
    group: 'registry',
    kinds: ['key'],
    arg: 'regkey',
    read: ({ cursor, names }) => names.openKey(cursor),
    // No rule asks for anything at or below this key: its handle stands for nothing, whatever it stood for before.
    skip: ({ cursor, names }) => names.forgetKey(cursor),
    exists: found,
  };
}

function value(): SubjectReader {
  return {
    group: 'registry',
    kinds: ['key', 'value'],
    arg: 'regkey',
    read: ({ cursor, names }) => names.value(cursor),
    exists,
  };
}

function queriedKey(): SubjectReader {
  return { group: 'registry', kinds: ['key'], read: ({ cursor, names }) => names.queriedKey(cursor), exists };
}

const FILE_OPEN = 1n;
const OPEN_EXISTING = 3n;

function fileReader(api: string): SubjectReader {
  const opens = /^(?:Nt(?:Create|Open)File|CreateFile)/.test(api);
  const onlyOpens = api.startsWith('Nt') ? FILE_OPEN : OPEN_EXISTING;
  return {
    group: 'path',
    kinds: ['file', 'directory'],
    arg: 'filepath',
    read({ cursor, names }) {
      const name =
        cursor.text('filepath') ||
        cursor.text('filepath_r') ||
        cursor.text('dirpath') ||
        cursor.text('filename') ||
        null;
      if (opens && name !== null && isDevice(name)) names.openFile(cursor, name);
      return name;
    },
    exists,
    // A call that makes the file asks for nothing; devices are never made.
    asks({ cursor }) {
      if (!opens) return true;
      const disposition = cursor.number('create_disposition');
      return (
        disposition === null ||
        disposition === onlyOpens ||
        isDevice(cursor.text('filepath') || cursor.text('filepath_r') || '')
      );
    },
  };
}

function isDevice(name: string): boolean {
  return name.startsWith('\\') && filePath(name).compared[2] === '.';
}

function openedProcess({ cursor, caller }: CallContext): string | null {
  const name = cursor.text('process_name');
  if (name) return name;
  const pid = lowNumber(cursor, 'process_identifier');
  return pid === null ? null : caller.processName(pid);
}

/** A pid or tid: its low 32 bits, null where absent or 0. */
export function lowNumber(cursor: CallCursor, name: string): number | null {
  const value = cursor.number(name);
  return value === null || (value & 0xffff_ffffn) === 0n ? null : Number(value & 0xffff_ffffn);
}

function commandLine({ cursor }: CallContext): string | null {
  const parts = [
    cursor.text('filepath'),
    cursor.text('command_line') ?? cursor.text('parameters'),
    cursor.text('command'),
  ];
  const text = parts.filter(Boolean).join(' ');
  return text === '' ? null : text;
}

/** The query, or class and member of an object: `Win32_BIOS.SerialNumber`. */
function wmiText({ cursor }: CallContext): string | null {
  const query = cursor.text('query');
  if (query) return query;
  const members = [cursor.text('class'), cursor.text('name') ?? cursor.text('method')].filter(Boolean);
  return members.length > 0 ? members.join('.') : cursor.text('network_resource');
}

function scriptText({ cursor }: CallContext): string | null {
  const text = cursor.text('script') ?? cursor.text('string');
  return text !== null && text.length > MAX_SCRIPT ? text.slice(0, MAX_SCRIPT) : text;
}
