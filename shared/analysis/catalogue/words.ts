// SPDX-License-Identifier: MIT
/**
 * Arguments and return values in words, for the evidence of a call. The number itself is always shown beside
 * them, so these functions say only what the number does not: null means that there is nothing to add.
 * The catalogue's words come before the monitor's, because monitors are seen to mislabel (a CAPE report prints
 * SystemInformationClass 0 as FILE_SUPERSEDE).
 * @module
 */
import { createTranslator, hasMessage } from '../../i18n/translate';
import type { Language, Translate } from '../../i18n/translate';
import { apiArg, apiInfo } from '../catalogue';
import { knownFlagWords } from './flags';
import { guidWords } from './guids';

const ALL_ONES_32 = 0xffff_ffffn;
const ALL_ONES_64 = 0xffff_ffff_ffff_ffffn;

/** -1: the process that makes the call, in either width whatever the bitness. */
export function isCurrentProcess(handle: bigint): boolean {
  return handle === ALL_ONES_32 || handle === ALL_ONES_64;
}

/** -2: the thread that makes the call, in either width whatever the bitness. */
export function isCurrentThread(handle: bigint): boolean {
  return handle === ALL_ONES_32 - 1n || handle === ALL_ONES_64 - 1n;
}

/** A number as reports write it: decimal, signed, or `0x` hex; null for anything else. */
export function parseNumberText(text: string): bigint | null {
  if (!/^(?:-?\d{1,20}|0x[0-9a-f]{1,16})$/i.test(text)) return null;
  return BigInt.asUintN(64, BigInt(text));
}

/**
 * What an argument means in words, in the translator's language; null where its text says it all.
 * `name` is the normal name, `monitorWords` what the report itself says of the value.
 */
export function argWords(
  api: string,
  name: string,
  text: string,
  monitorWords: string | null,
  translate: Translate,
): string | null {
  const kind = apiArg(api, name)?.kind;
  const value = parseNumberText(text);
  const ours = kind === undefined ? null : kindWords(kind, text, value, translate);
  const theirs = monitorWords && monitorWords !== text ? monitorWords : null;
  const partly = kind?.startsWith('flags:') && ours?.includes('0x');
  return (partly ? theirs : null) ?? ours ?? theirs;
}

function kindWords(kind: string, text: string, value: bigint | null, translate: Translate): string | null {
  if (kind === 'registers') return registerWords(text);
  if (kind === 'guid') return guidWords(text);
  if (value === null) return null;
  if (kind.startsWith('flags:')) return knownFlagWords(kind.slice(6), value);
  switch (kind) {
    case 'process-handle':
      return isCurrentProcess(value) ? translate('apis.word.current-process') : null;
    case 'thread-handle':
      return isCurrentThread(value) ? translate('apis.word.current-thread') : null;
    case 'handle':
      if (isCurrentProcess(value)) return translate('apis.word.current-process');
      return isCurrentThread(value) ? translate('apis.word.current-thread') : null;
    case 'key-handle':
      return knownFlagWords('registry-root', value);
    case 'pid':
    case 'tid':
      // Junk in the upper half is seen in CAPE 2.4; the low half is the id.
      return value > ALL_ONES_32 ? (value & ALL_ONES_32).toString() : null;
    case 'size':
      return translate('apis.word.size', { bytes: groupedDigits(value), hex: `0x${value.toString(16)}` });
    case 'milliseconds':
      return durationWords(value, translate);
    case 'exit-status':
      // Small numbers are the program's own; a crash leaves its NTSTATUS.
      return (value & ALL_ONES_32) >= 0x4000_0000n ? knownFlagWords('ntstatus', value) : null;
    case 'boolean':
      return value > 1n ? null : translate(value === 1n ? 'common.yes' : 'common.no');
    case 'address':
    case 'hex':
      return /^\d{2,}$/.test(text) ? `0x${value.toString(16)}` : null;
    default:
      return null;
  }
}

/** `{"eip": 2228760, …}` as `eip 0x220218, …`: register values are logged in decimal and read in hex. */
function registerWords(text: string): string | null {
  const found = [...text.matchAll(/"(\w{2,6})"\s*:\s*"?(0x[0-9a-f]{1,16}|\d{1,20})\b/gi)];
  if (found.length === 0) return null;
  return found.map(([, name, value]) => `${name} 0x${BigInt(value!).toString(16)}`).join(', ');
}

function durationWords(milliseconds: bigint, translate: Translate): string | null {
  if (milliseconds === ALL_ONES_32 || milliseconds === ALL_ONES_64) return translate('apis.word.infinite');
  if (milliseconds < 1000n) return null;
  const seconds = Number(milliseconds) / 1000;
  if (seconds < 120) return translate('apis.word.seconds', { value: rounded(seconds) });
  if (seconds < 7200) return translate('apis.word.minutes', { value: rounded(seconds / 60) });
  if (seconds < 172_800) return translate('apis.word.hours', { value: rounded(seconds / 3600) });
  return translate('apis.word.days', { value: rounded(seconds / 86_400) });
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Digits in groups of three, exact for any size. */
function groupedDigits(value: bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * The name of a return value (`STATUS_ACCESS_DENIED`, `INVALID_HANDLE_VALUE`), or null. Names come from the
 * Windows headers and are the same in both languages. `ok` is the call's status where logged.
 */
export function returnWords(api: string, value: bigint | null, ok: boolean | null): string | null {
  if (value === null) return null;
  const low = value & ALL_ONES_32;
  const kind = apiInfo(api)?.returns ?? guessReturn(api, low, ok);
  switch (kind) {
    case 'ntstatus':
      return knownFlagWords('ntstatus', low) ?? wrappedError(low);
    case 'hresult':
      return knownFlagWords('hresult', low) ?? wrappedError(low);
    case 'win32-error':
      return knownFlagWords('win32-error', low);
    case 'boolean':
      return low === 0n ? 'FALSE' : 'TRUE';
    case 'handle':
      if (isCurrentProcess(value)) return 'INVALID_HANDLE_VALUE';
      return value === 0n ? 'NULL' : null;
    case 'address':
      return value === 0n ? 'NULL' : null;
    case 'socket':
      return isCurrentProcess(value) ? 'INVALID_SOCKET' : null;
    case 'socket-error':
      return isCurrentProcess(value) ? 'SOCKET_ERROR' : null;
    default:
      return null;
  }
}

/** HRESULT_FROM_WIN32 and NTSTATUS_FROM_WIN32: facility 7 carries a Win32 error. */
function wrappedError(value: bigint): string | null {
  return value >> 16n === 0x8007n || value >> 16n === 0xc007n
    ? knownFlagWords('win32-error', value & 0xffffn)
    : null;
}

/** An API without an entry: native ones return NTSTATUS; of the others nothing is known. */
function guessReturn(api: string, value: bigint, ok: boolean | null): 'ntstatus' | 'none' {
  if (/^(?:Nt|Zw|Ldr|Rtl)[A-Z]/.test(api) && (ok === false || value === 0n || value >= 0x8000_0000n))
    return 'ntstatus';
  return 'none';
}

/** The label of an argument in the translator's language; its normal name where it has none. */
export function argLabel(name: string, language: Language): string {
  const key = `apis.argument.${name}`;
  return hasMessage(language, key) ? createTranslator(language)(key) : name;
}
