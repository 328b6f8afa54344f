// SPDX-License-Identifier: MIT
/**
 * What checks look for (keys, files, windows …), as people and logs write it: brings both into one form, so
 * that they can be compared.
 * @module
 */

/** What an API's main argument names. */
export type ArtefactKind =
  | 'registry'
  | 'file'
  | 'library'
  | 'procedure'
  | 'window'
  | 'mutex'
  | 'event'
  | 'object'
  | 'wmi'
  | 'host'
  | 'command'
  | 'process';

const KINDS: [RegExp, ArtefactKind][] = [
  [/^(Reg[A-Z]|Nt(Open|Create|Query|Enumerate|Set|Delete)(Multiple)?(Value)?Key|SHGetValue)/, 'registry'],
  [/^(LdrLoadDll|LdrGetDllHandle|LoadLibrary|GetModuleHandle)/, 'library'],
  [/^(LdrGetProcedureAddress|GetProcAddress)/, 'procedure'],
  [/^(FindWindow|EnumWindows)/, 'window'],
  [/^(Nt(Open|Create)Mutant|OpenMutex|CreateMutex)/, 'mutex'],
  [/^(Nt(Open|Create)Event|OpenEvent|CreateEvent)/, 'event'],
  [/^Nt(Open|Query)DirectoryObject/, 'object'],
  [/^(IWbemServices_|WMI_|ExecQuery)/, 'wmi'],
  [/^(getaddrinfo|GetAddrInfoW|DnsQuery_|gethostbyname|Internet(Connect|OpenUrl))/, 'host'],
  [/^(CreateProcess|NtCreateUserProcess|ShellExecute|system$)/, 'command'],
  [/^(Process32|CreateToolhelp32Snapshot)/, 'process'],
  [
    /^(Nt(Create|Open|Query|Delete|Set)\w*File$|FindFirst|GetFileAttributes|CopyFile|MoveFile|DeleteFile|CreateFile|PathFileExists|GetFileVersion|SHGetFolderPath|NtQueryDirectoryFile)/,
    'file',
  ],
];

/** The kind of artefact that an API names, or null where its name says nothing of it. */
export function artefactKindOf(api: string): ArtefactKind | null {
  return KINDS.find(([pattern]) => pattern.test(api))?.[1] ?? null;
}

const HIVES: [RegExp, string][] = [
  [/^(hklm|\\registry\\machine)(?=\\|$)/i, 'HKEY_LOCAL_MACHINE'],
  [/^(hkcu)(?=\\|$)/i, 'HKEY_CURRENT_USER'],
  [/^(hkcr)(?=\\|$)/i, 'HKEY_CLASSES_ROOT'],
  [/^(hku)(?=\\|$)/i, 'HKEY_USERS'],
];

/** Quotes off, one kind of backslash, hives in full. Nothing is lost that a log could hold. */
export function normalArtefact(written: string): string {
  let text = written
    .trim()
    .replace(/^["'「“](.*)["'」”]$/s, '$1')
    .replace(/[¥￥]/g, '\\')
    .trim();
  for (const [pattern, hive] of HIVES) text = text.replace(pattern, () => hive);
  return text.replace(/\\{2,}(?!\?)/g, (slashes, at: number) => (at === 0 ? slashes : '\\'));
}

/**
 * The part of an artefact to look for in arguments: without the hive and the control set, which logs name in
 * several ways. Lower case; empty when nothing is left that could be told from anything else.
 */
export function artefactNeedle(written: string): string {
  const text = normalArtefact(written)
    .toLowerCase()
    .replace(/^hkey_[a-z_]+\\/, '')
    .replace(/^(system\\)?(currentcontrolset|controlset\d{3})\\/, '')
    .replace(/^\\\?\?\\/, '')
    .replace(/^\\\\\.\\/, '')
    .replace(/\\+$/, '');
  return text.length >= 3 ? text : '';
}

/** All texts worth looking for in what someone wrote as artefact: the whole, and the parts of a list. */
export function artefactNeedles(written: string): string[] {
  const whole = artefactNeedle(written);
  const parts = written.split(/[、,;\n／・]| or | and |および|と/).map(artefactNeedle);
  return [...new Set([whole, ...parts])].filter((needle) => needle !== '');
}

/** Whether a written artefact and one of the key's mean the same: one holds the other. */
export function isSameArtefact(written: string, expected: string): boolean {
  const one = artefactNeedle(written);
  const other = artefactNeedle(expected.replace(/^\\(?!\\|\?)/, ''));
  if (one === '' || other === '') return false;
  const before = other[other.length - one.length - 1] ?? '\\';
  return one.includes(other) || (other.endsWith(one) && /[\\\s]/.test(before));
}
