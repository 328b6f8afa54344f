// SPDX-License-Identifier: MIT
/**
 * Bytes out of logged buffers. Cuckoo 2 logs one character per byte (U+0000 to U+00FF); Cuckoo 1.x,
 * cuckoo-modified and CAPE log text with literal `\xNN`, where a backslash is not escaped and UTF-8 is
 * collapsed to `\x<code point>`: lossy, so what is read here is a sign, never a proof of absence.
 * @module
 */

/** As many bytes as rules look at. */
export const HEAD_BYTES = 1024;

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
  const header = (head[0x3c] ?? 0) | ((head[0x3d] ?? 0) << 8);
  const at = header + 0x16;
  if (header === 0 || head[header] !== 0x50 || head[header + 1] !== 0x45 || at + 1 >= head.length) return { dll: null };
  return { dll: (((head[at] ?? 0) | ((head[at + 1] ?? 0) << 8)) & 0x2000) !== 0 };
}

/** A little-endian pointer of 4 or 8 bytes that makes up the whole write, else null. */
export function pointerValue(head: Uint8Array, size: bigint | null): bigint | null {
  const length = size === null ? head.length : Number(size);
  if ((length !== 4 && length !== 8) || head.length < length) return null;
  let value = 0n;
  for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(head[i] ?? 0);
  return value;
}

/**
 * Where a short piece of written code leads, if it is a jump: `E9 rel32`, `68 imm32 C3` (push, ret),
 * `B8 imm32 FF E0` (mov eax, jmp eax), `48 B8 imm64 FF E0`, `FF 25`. `undefined` when it is none, null when
 * the place it leads to is not in the bytes.
 */
export function jumpTarget(head: Uint8Array, address: bigint | null): bigint | null | undefined {
  const u32 = (at: number): bigint =>
    BigInt(((head[at] ?? 0) | ((head[at + 1] ?? 0) << 8) | ((head[at + 2] ?? 0) << 16) | ((head[at + 3] ?? 0) << 24)) >>> 0);
  if (head.length >= 5 && head[0] === 0xe9) {
    if (address === null) return null;
    return (address + 5n + BigInt.asIntN(32, u32(1))) & (address > 0xffff_ffffn ? 0xffff_ffff_ffff_ffffn : 0xffff_ffffn);
  }
  if (head.length >= 6 && head[0] === 0x68 && head[5] === 0xc3) return u32(1);
  if (head.length >= 7 && head[0] === 0xb8 && head[5] === 0xff && head[6] === 0xe0) return u32(1);
  if (head.length >= 12 && head[0] === 0x48 && head[1] === 0xb8 && head[10] === 0xff && head[11] === 0xe0)
    return u32(2) | (u32(6) << 32n);
  if (head.length >= 2 && head.length <= 16 && head[0] === 0xff && head[1] === 0x25) return null;
  return undefined;
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
  return /^[^\n]{1,}\.(dll|ocx|cpl|drv|tmp|dat)$/i.test(text) && (/\.dll$/i.test(text) || /^[a-z]:\\/i.test(text)) ? text : null;
}
