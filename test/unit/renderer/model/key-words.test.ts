// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { keyWords } from '../../../../renderer/model/key-words';

test('keys of a call besides its arguments are shown as one reads them', () => {
  const said = (name: string, json: string): unknown => {
    const { text, words } = keyWords({ name, json }) ?? { text: null, words: null };
    return [text, words];
  };
  expect(said('caller', '"0x77814004"')).toEqual(['0x77814004', null]);
  expect(said('pretty_return', '"a \\"b\\" \\u691c"')).toEqual(['a "b" 検', null]);
  expect(said('stacktrace', '[]')).toEqual([null, null]);
  expect(said('stacktrace', '["a", "b"]')).toEqual(['["a", "b"]', null]);
  expect(said('nt_status', '-1073741790')).toEqual(['-1073741790', 'STATUS_ACCESS_DENIED']);
  expect(said('last_error', '5')).toEqual(['5', 'ERROR_ACCESS_DENIED']);
  expect(said('last_error', '4294967')).toEqual(['4294967', null]);
});
