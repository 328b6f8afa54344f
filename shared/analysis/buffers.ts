// SPDX-License-Identifier: MIT
/**
 * Bytes out of logged buffers. Cuckoo 2 logs one character per byte (U+0000 to U+00FF); Cuckoo 1.x,
 * cuckoo-modified and CAPE log text with literal `\xNN`, where a backslash is not escaped and UTF-8 is
 * collapsed to `\x<code point>`: lossy, so what is read here is a sign, never a proof of absence.
 * @module
 */

/** As many bytes as rules look at. */
export const HEAD_BYTES = 1024;

const IMAGE_FILE_DLL = 0x2000;
const HEX = /^[0-9a-fA-F]{2}$/;

/** The first bytes of a logged buffer; `\xNN` stands for one byte, else each character is one. */
export function headBytes(text: string): Uint8Array {
  const out = new Uint8Array(Math.min(HEAD_BYTES, text.length));
  let length = 0;
  for (let i = 0; i < text.length && length < out.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x5c && text[i + 1] === 'x' && HEX.test(text.slice(i + 2, i + 4))) {
      out[length++] = Number.parseInt(text.slice(i + 2, i + 4), 16);
      i += 3;
    } else out[length++] = code & 0xff;
  }
  return out.slice(0, length);
}

/** Whether the buffer starts a PE image; `dll` is null where the header is not in the log. */
export function peHeader(head: Uint8Array): { dll: boolean | null } | null {
  if (head.length < 2 || head[0] !== 0x4d || head[1] !== 0x5a) return null;
  if (head.length < 0x40) return { dll: null };
  const header = u16(head, 0x3c);
  const at = header + 0x16;
  if (header === 0 || head[header] !== 0x50 || head[header + 1] !== 0x45 || at + 1 >= head.length)
    return { dll: null };
  return { dll: (u16(head, at) & IMAGE_FILE_DLL) !== 0 };
}

/** A little-endian pointer of 4 or 8 bytes that makes up the whole write, else null. */
export function pointerValue(head: Uint8Array, size: bigint | null): bigint | null {
  const length = size === null ? head.length : Number(size);
  if ((length !== 4 && length !== 8) || head.length < length) return null;
  let value = 0n;
  for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(head[i] ?? 0);
  return value;
}

/** What a read of an image's header told: all relative to the image's base, null where not in the bytes. */
export interface ImageHeader {
  /** Where the PE header lies; null when the read began there. */
  header: bigint | null;
  /** Where the image starts to run. */
  entry: bigint | null;
  size: bigint | null;
}

/** The header of an image that begins with the bytes, or its PE header alone; null where they are neither. */
export function imageHeader(head: Uint8Array): ImageHeader | null {
  const isDos = head[0] === 0x4d && head[1] === 0x5a;
  const header = isDos ? u16(head, 0x3c) : 0;
  if (isDos && (head.length < 0x40 || header === 0)) return null;
  const isPe = head[header] === 0x50 && head[header + 1] === 0x45;
  if (!isDos && !isPe) return null;
  const field = (at: number) =>
    isPe && header + at + 4 <= head.length ? BigInt(u32(head, header + at)) : null;
  return { header: isDos ? BigInt(header) : null, entry: field(0x28), size: field(0x50) };
}

function u16(head: Uint8Array, at: number): number {
  return (head[at] ?? 0) | ((head[at + 1] ?? 0) << 8);
}

function u32(head: Uint8Array, at: number): number {
  return (u16(head, at) | (u16(head, at + 2) << 16)) >>> 0;
}

const MAX_32 = 0xffff_ffffn;

/**
 * Where a short piece of written code leads, if it is a jump: `E9 rel32` and `E8 rel32` (jmp, call),
 * `68 imm32 C3` (push, ret), `B8 imm32 FF E0` (mov eax, jmp eax), `48 B8 imm64 FF E0`, `FF 25`. `undefined`
 * when it is none, null when the place it leads to is not in the bytes.
 */
export function jumpTarget(head: Uint8Array, address: bigint): bigint | null | undefined {
  const [first, second] = head;
  if (head.length >= 5 && (first === 0xe9 || first === 0xe8)) {
    const wrap = address > MAX_32 ? 64 : 32;
    return BigInt.asUintN(wrap, address + 5n + BigInt.asIntN(32, BigInt(u32(head, 1))));
  }
  if (head.length >= 6 && first === 0x68 && head[5] === 0xc3) return BigInt(u32(head, 1));
  if (head.length >= 7 && first === 0xb8 && head[5] === 0xff && head[6] === 0xe0) return BigInt(u32(head, 1));
  if (head.length >= 12 && first === 0x48 && second === 0xb8 && head[10] === 0xff && head[11] === 0xe0)
    return BigInt(u32(head, 2)) | (BigInt(u32(head, 6)) << 32n);
  return head.length >= 6 && first === 0xff && second === 0x25 ? null : undefined;
}

/** The path in the buffer if it is that of a DLL (ANSI or UTF-16), else null. */
export function dllPath(head: Uint8Array): string | null {
  const wide = head.length >= 4 && head[1] === 0 && head[3] === 0;
  let text = '';
  for (let i = 0; i < head.length; i += wide ? 2 : 1) {
    const code = (head[i] ?? 0) | (wide ? (head[i + 1] ?? 0) << 8 : 0);
    if (code === 0) break;
    if (code < 0x20) return null;
    text += String.fromCharCode(code);
    if (text.length > 520) return null;
  }
  return /^[^\n]{1,}\.(dll|ocx|cpl|drv|tmp|dat)$/i.test(text) &&
    (/\.dll$/i.test(text) || /^[a-z]:\\/i.test(text))
    ? text
    : null;
}
