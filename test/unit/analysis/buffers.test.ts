// SPDX-License-Identifier: MIT
import { expect, it } from 'vitest';
import {
  dllPath,
  headBytes,
  imageHeader,
  jumpTarget,
  peHeader,
  pointerValue,
} from '../../../shared/analysis/buffers';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

it('reads one character a byte, and escapes of older monitors', () => {
  expect(headBytes('MZ\u0090\u0000')).toEqual(bytes(0x4d, 0x5a, 0x90, 0));
  expect(headBytes('MZ\\x90\\x00')).toEqual(bytes(0x4d, 0x5a, 0x90, 0));
  expect(headBytes('\\xzz')).toEqual(bytes(0x5c, 0x78, 0x7a, 0x7a));
});

it.each([
  ['jmp', bytes(0xe9, 0x00, 0x00, 0x00, 0x00), 0x1000n, 0x1005n],
  ['jmp backwards over 32 bits', bytes(0xe9, 0xfb, 0xff, 0xff, 0xff), 0x0n, 0x0n],
  ['call', bytes(0xe8, 0xf5, 0xff, 0x0d, 0xff), 0x0100_2509n, 0x000e_2503n],
  ['push, ret', bytes(0x68, 0x00, 0x10, 0x40, 0x00, 0xc3), 0x1n, 0x401000n],
  ['mov eax, jmp eax', bytes(0xb8, 0x00, 0x10, 0x40, 0x00, 0xff, 0xe0), 0x1n, 0x401000n],
  ['mov rax, jmp rax', bytes(0x48, 0xb8, 0, 0, 0, 0xf0, 1, 0, 0, 0, 0xff, 0xe0), 0x1n, 0x1_f000_0000n],
  ['jmp in 64 bits', bytes(0xe9, 0x00, 0x00, 0x00, 0x80), 0x7ffb_0000_0000n, 0x7ffa_8000_0005n],
  ['jmp through memory', bytes(0xff, 0x25, 0, 0, 0, 0), 0x1n, null],
  ['no jump', bytes(0x55, 0x8b, 0xec, 0x90, 0x90), 0x1n, undefined],
])('follows %s', (_, code, at, target) => {
  expect(jumpTarget(code, at)).toBe(target);
});

it('takes four or eight bytes for a pointer, and nothing else', () => {
  expect(pointerValue(bytes(0, 0, 0x40, 0), 4n)).toBe(0x40_0000n);
  expect(pointerValue(bytes(0, 0, 0, 0, 0xc0, 0xff, 0xff, 0xff), 8n)).toBe(0xffff_ffc0_0000_0000n);
  expect(pointerValue(bytes(0, 0, 0x40), 3n)).toBeNull();
  expect(pointerValue(bytes(0, 0, 0x40, 0), 8n)).toBeNull();
});

it('reads what an image header tells, as far as it is there', () => {
  const image = new Uint8Array(0x100);
  image.set([0x4d, 0x5a]);
  image[0x3c] = 0x40;
  image.set([0x50, 0x45], 0x40);
  image.set([0x02, 0x21], 0x40 + 0x16);
  image.set([0x34, 0x12], 0x40 + 0x28);
  image.set([0x00, 0x00, 0x02], 0x40 + 0x50);
  expect(imageHeader(image)).toEqual({ header: 0x40n, entry: 0x1234n, size: 0x2_0000n });
  expect(imageHeader(image.slice(0x40))).toEqual({ header: null, entry: 0x1234n, size: 0x2_0000n });
  expect(imageHeader(image.slice(0, 0x50))).toEqual({ header: 0x40n, entry: null, size: null });
  expect(imageHeader(bytes(1, 2, 3))).toBeNull();
  expect(peHeader(image)).toEqual({ dll: true });
  expect(peHeader(image.slice(0, 8))).toEqual({ dll: null });
  expect(peHeader(bytes(0x55))).toBeNull();
});

it('knows the path of a DLL in both encodings', () => {
  expect(dllPath(headBytes('C:\\Temp\\a.dll'))).toBe('C:\\Temp\\a.dll');
  expect(dllPath(headBytes('a\u0000.\u0000d\u0000l\u0000l\u0000\u0000\u0000'))).toBe('a.dll');
  expect(dllPath(headBytes('C:\\Temp\\a.ini'))).toBeNull();
  expect(dllPath(headBytes('\u0001\u0002.dll'))).toBeNull();
});
