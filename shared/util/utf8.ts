// SPDX-License-Identifier: MIT
/**
 * UTF-8 to text and back, by the coders that every host has (Node, browser, worker). Owns the one place where
 * `shared` touches them. Bad bytes become U+FFFD, a byte order mark stays a character.
 * @module
 */

interface Decoder {
  decode(bytes?: Uint8Array): string;
}
interface Encoder {
  encode(text: string): Uint8Array;
}
interface Coders {
  TextDecoder: new (label: string, options: { ignoreBOM: boolean }) => Decoder;
  TextEncoder: new () => Encoder;
}

const coders = globalThis as unknown as Coders;
const decoder = new coders.TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new coders.TextEncoder();

/** The text of UTF-8 bytes; every maximal bad sequence becomes one U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** UTF-8 bytes of a text; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}
