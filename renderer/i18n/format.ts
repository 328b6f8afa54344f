// SPDX-License-Identifier: MIT
/**
 * Numbers, sizes, times and paths as the window writes them. Pure; the language only changes separators.
 * @module
 */
import type { Language } from '../../shared/i18n/translate';

const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(language: Language, digits: number): Intl.NumberFormat {
  const key = `${language}/${digits}`;
  let format = numberFormats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    numberFormats.set(key, format);
  }
  return format;
}

/** `1204` -> `1,204`. */
export function formatNumber(value: number, language: Language, digits = 0): string {
  return numberFormat(language, digits).format(value);
}

/** Bytes in decimal units: `923 875 B` is `923.9 kB`. */
export function formatBytes(bytes: number, language: Language): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatNumber(value, language, unit === 0 || value >= 99.95 ? 0 : 1)} ${units[unit]}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** Time of day to the millisecond, `12:33:21.123`. Logged local times are kept as UTC fields. */
export function formatClock(timeMs: number): string {
  if (!Number.isFinite(timeMs)) return '';
  const date = new Date(timeMs);
  if (Number.isNaN(date.getTime())) return '';
  return `${pad(date.getUTCHours(), 2)}:${pad(date.getUTCMinutes(), 2)}:${pad(date.getUTCSeconds(), 2)}.${pad(date.getUTCMilliseconds(), 3)}`;
}

/** `2017-05-31 12:33:21.123`, from UTC fields. */
export function formatTimestamp(timeMs: number): string {
  const clock = formatClock(timeMs);
  if (clock === '') return '';
  const date = new Date(timeMs);
  return `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)} ${clock}`;
}

/** Wall-clock time of this computer, `2026-11-23 18:04`. */
export function formatLocalMinute(timeMs: number): string {
  const date = new Date(timeMs);
  return `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)} ${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}`;
}

/** Distance from the report's first moment: `+12.345 s`, `+3 602.001 s` grouped; empty where not logged. */
export function formatRelative(timeMs: number, originMs: number, language: Language): string {
  if (!Number.isFinite(timeMs) || !Number.isFinite(originMs)) return '';
  // Whole milliseconds first: 12.3449999 s must not read 12.345 in one place and 12.344 in another.
  const ms = Math.round(timeMs - originMs);
  const sign = ms < 0 ? '-' : '+';
  return `${sign}${formatNumber(Math.abs(ms) / 1000, language, 3)} s`;
}

/** Duration for people: `0:07`, `12:03`, `1:02:03`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const h = Math.floor(seconds / 3600);
  const m = Math.floor((seconds % 3600) / 60);
  const s = seconds % 60;
  return h > 0 ? `${h}:${pad(m, 2)}:${pad(s, 2)}` : `${m}:${pad(s, 2)}`;
}

/** The last part of a Windows or POSIX path. */
export function baseName(path: string): string {
  const cut = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
  return cut >= 0 && cut < path.length - 1 ? path.slice(cut + 1) : path;
}

/** Splits a path so that a view can let the folders shrink and never the file name. */
export function splitPath(path: string): { folders: string; file: string } {
  const file = baseName(path);
  return { folders: path.slice(0, path.length - file.length), file };
}

/**
 * Shortens text in the middle to at most `max` characters (code points, so no surrogate pair is torn).
 * Keeps the extension of a file name readable by keeping a little more of the end.
 */
export function shortenMiddle(text: string, max: number): string {
  const points = Array.from(text);
  if (points.length <= max) return text;
  if (max <= 1) return '…';
  const tail = Math.max(1, Math.min(Math.ceil((max - 1) / 2), max - 2));
  const head = max - 1 - tail;
  return points.slice(0, head).join('') + '…' + points.slice(points.length - tail).join('');
}

/**
 * Shortens a path in the middle: the folders give way first, the file name never does.
 * `C:\Users\Smith\AppData\Local\Temp\a.exe` at 24 -> `C:\Users\…\Temp\a.exe`.
 */
export function shortenPath(path: string, max: number): string {
  if (Array.from(path).length <= max) return path;
  const { folders, file } = splitPath(path);
  if (folders === '') return path;
  const room = max - Array.from(file).length;
  if (room < 3) return `…${folders.at(-1) ?? ''}${file}`;
  return shortenMiddle(folders, room) + file;
}

/** Cuts off the last `count` code points, where the text is long enough for a cut to be worth it. */
export function splitTail(text: string, count: number): { head: string; tail: string } {
  const points = Array.from(text);
  if (points.length <= count + 6) return { head: text, tail: '' };
  return { head: points.slice(0, -count).join(''), tail: points.slice(-count).join('') };
}

/** First 8 digits of a hash, enough to tell reports apart by eye. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}
