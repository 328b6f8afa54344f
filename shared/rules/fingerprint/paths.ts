// SPDX-License-Identifier: MIT
/**
 * One spelling for the names of registry keys, files and devices, whatever dialect, hive name, prefix or
 * WOW64 redirection they are logged with. What is compared and what is shown are kept side by side.
 * @module
 */

/** A name in segments: `compared` in the common spelling and lower case, `shown` as logged, hives abbreviated. */
export interface NamePath {
  compared: string[];
  /** How much of the name is shown for so many compared segments. */
  shown(segments: number): string;
}

/** Names longer than this are cut before they are compared. */
const MAX_NAME = 1024;
/** Commands, queries and scripts are compared up to here. */
const MAX_TEXT = 65_536;

const HIVES: Record<string, string> = {
  hkey_local_machine: 'HKLM',
  hkey_current_user: 'HKCU',
  hkey_classes_root: 'HKCR',
  hkey_users: 'HKU',
  hkey_current_config: 'HKCC',
  hklm: 'HKLM',
  hkcu: 'HKCU',
  hkcr: 'HKCR',
  hku: 'HKU',
  hkcc: 'HKCC',
};

/** Predefined key handles, by their low 32 bits. */
export const HIVE_HANDLES: ReadonlyMap<number, string> = new Map([
  [0x8000_0000, 'HKEY_CLASSES_ROOT'],
  [0x8000_0001, 'HKEY_CURRENT_USER'],
  [0x8000_0002, 'HKEY_LOCAL_MACHINE'],
  [0x8000_0003, 'HKEY_USERS'],
  [0x8000_0005, 'HKEY_CURRENT_CONFIG'],
]);

/** Whether a logged key name starts at a hive, so that no handle is needed to know it. */
export function isAbsoluteKey(name: string): boolean {
  return /^(?:\\?registry\\|hkey_|hk(?:lm|cu|cr|u|cc)(?:\\|$))/i.test(name);
}

/**
 * `HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Services\X`, `\REGISTRY\MACHINE\SYSTEM\CurrentControlSet\Services\X`
 * and `HKLM\SYSTEM\CurrentControlSet\Services\X` compare equal; so do keys with and without `Wow6432Node`, and
 * a user's hive by SID and as `HKEY_CURRENT_USER`.
 */
export function registryPath(raw: string): NamePath {
  const parts = raw
    .slice(0, MAX_NAME)
    .split('\\')
    .filter((part) => part !== '');
  let from = 0;
  let hive: string;
  if (parts[0]?.toLowerCase() === 'registry') {
    const root = parts[1]?.toLowerCase();
    from = 2;
    hive = root === 'machine' ? 'HKLM' : 'HKU';
  } else {
    hive = HIVES[parts[0]?.toLowerCase() ?? ''] ?? '';
    if (hive !== '') from = 1;
  }
  if (hive === 'HKU' && /^s-1-5-21-/i.test(parts[from] ?? '')) {
    hive = /_classes$/i.test(parts[from]!) ? 'HKCR' : 'HKCU';
    from++;
  }
  const compared: string[] = hive === '' ? [] : [hive.toLowerCase()];
  const ends: number[] = hive === '' ? [] : [from];
  for (let i = from; i < parts.length; i++) {
    const part = parts[i]!.toLowerCase();
    if (part === 'wow6432node') continue;
    compared.push(part);
    ends.push(i + 1);
  }
  if (compared[1] === 'system' && /^controlset\d{3}$/.test(compared[2] ?? ''))
    compared[2] = 'currentcontrolset';
  if (compared[0] !== 'hkcr' && compared[1] === 'software' && compared[2] === 'classes') {
    compared.splice(0, 3, 'hkcr');
    ends.splice(0, 2);
  }
  const head = hive === '' ? [] : [hive];
  return {
    compared,
    shown: (count) => [...head, ...parts.slice(from, count > 0 ? ends[count - 1] : 0)].join('\\'),
  };
}

const PREFIXES = /^(?:[a-z]:)?\\(?:\?\?|\\\?|\\\.|dosdevices|global\?\?)\\/i;

/**
 * Files and devices: `\??\C:\x`, `\\?\C:\x` and `C:\x` compare equal, and so do `\??\VBoxGuest`,
 * `\Device\VBoxGuest` and `\\.\VBoxGuest`. Segments of a device start with an empty one and `.`.
 */
export function filePath(raw: string): NamePath {
  let text = raw.slice(0, MAX_NAME).replaceAll('/', '\\');
  const prefix = PREFIXES.exec(text);
  if (prefix) text = text.slice(prefix[0].length);
  let device = prefix !== null && !/^[a-z]:(?:\\|$)/i.test(text) && !/^unc\\/i.test(text);
  const volume = /^\\device\\(harddiskvolume\d+\\)?/i.exec(text);
  if (volume) {
    text = volume[1]
      ? `?:\\${text.slice(volume[0].length)}`
      : text.slice(volume[0].length).replace(/^namedpipe\\/i, 'pipe\\');
    device = volume[1] === undefined;
  } else if (/^\\systemroot\\/i.test(text)) text = `C:\\Windows${text.slice(11)}`;
  text = text.replace(/\\+$/, '');
  const parts = text.split('\\');
  const head = device ? ['', '', '.'] : [];
  const compared = [...head, ...parts.map((part) => part.toLowerCase())];
  return {
    compared,
    shown: (count) =>
      [...(device ? ['\\', '.'] : []), ...parts.slice(0, Math.max(0, count - head.length))].join('\\'),
  };
}

/** `C:\RPC Control` and `\RPC Control` are the same object directory: some monitors put a drive in front. */
export function objectPath(raw: string): NamePath {
  const text = raw
    .slice(0, MAX_NAME)
    .replace(/^[a-z]:(?=\\)/i, '')
    .replace(/\\+$/, '');
  const parts = text.split('\\');
  return {
    compared: parts.map((part) => part.toLowerCase()),
    shown: (count) => parts.slice(0, count).join('\\'),
  };
}

/** `C:\x\SbieDll.dll`, `sbiedll` and `SbieDll.dll` are the same module. */
export function moduleName(raw: string): NamePath {
  const base = raw.slice(0, MAX_NAME).split(/[\\/]/).at(-1) ?? '';
  const name = base.endsWith('.') ? base.slice(0, -1) : base;
  const compared = /\.[a-z0-9]{2,4}$/i.test(name) ? name.toLowerCase() : `${name.toLowerCase()}.dll`;
  return { compared: [compared], shown: () => base };
}

/** Any other name; `\` parts segments there, too (`Global\NAME`, titles that hold paths). */
export function plainName(raw: string): NamePath {
  const text = raw.slice(0, MAX_TEXT);
  return { compared: text.toLowerCase().split('\\'), shown: () => text.slice(0, MAX_NAME) };
}

/** Text of a value that may be UTF-16 written as one character a byte, or with literal `\x00`. */
export function valueText(raw: string): string {
  return raw
    .slice(0, 4 * MAX_NAME)
    .replaceAll('\0', '')
    .replaceAll('\\x00', '');
}

/** The program in a command line: the quoted part, or up to the first blank. */
export function programOf(commandLine: string | null): string | null {
  const found = /^\s*(?:"([^"]+)"|(\S+))/.exec(commandLine ?? '');
  return found ? (found[1] ?? found[2] ?? null) : null;
}

/** The last part of a path. */
export function lastSegment(path: string | null): string | null {
  return path?.split(/[\\/]/).findLast((part) => part !== '') ?? null;
}
