// SPDX-License-Identifier: MIT
/**
 * A report that takes a while to read, the same bytes each time.
 * @module
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

const CALLS_IN_PROCESS = 60_000;

/** Digits that do not compress much. */
function digits(seed: number): string {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  const words = Array.from({ length: 4 }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0).toString(16).padStart(8, '0');
  });
  return words.join('');
}

function callText(pid: number, index: number): string {
  const key = `HKEY_LOCAL_MACHINE\\SOFTWARE\\Vendor${index % 997}\\Product${index % 89}`;
  return JSON.stringify({
    category: 'registry',
    status: index % 9 === 0 ? 0 : 1,
    stacktrace: [],
    api: ['RegOpenKeyExW', 'RegQueryValueExW', 'RegCloseKey', 'NtReadFile'][index % 4],
    return_value: index % 9 === 0 ? 2 : 0,
    arguments: {
      key_handle: `0x${(0x100 + (index % 50) * 4).toString(16).padStart(8, '0')}`,
      regkey: key,
      value: digits(pid * 65_536 + index),
    },
    time: 1496211111 + index / 1000,
    tid: pid + 4,
    flags: {},
  });
}

/** A Cuckoo 2 report, as far as it is written into a larger one. */
interface BaseReport {
  behavior: { processes: object[] };
}

const EMPTY: BaseReport & Record<string, unknown> = {
  info: { id: 1, version: '2.0.7' },
  behavior: { processes: [] },
};

/**
 * Writes a Cuckoo 2 report of about this size (10^6 bytes each) and gives its number of calls besides those of
 * `base`, whose sections and processes come first.
 */
export async function writeLargeReport(file: string, megabytes: number, base = EMPTY): Promise<number> {
  const out = createWriteStream(file);
  const write = async (text: string): Promise<void> => {
    if (!out.write(text)) await once(out, 'drain');
  };
  let bytes = 0;
  let calls = 0;
  const { behavior, ...sections } = base;
  const { processes, ...others } = behavior;
  await write(`${JSON.stringify(sections).slice(0, -1)},"behavior":{`);
  for (const [key, value] of Object.entries(others)) await write(`"${key}":${JSON.stringify(value)},`);
  await write('"processes":[');
  for (const process of processes) await write(`${JSON.stringify(process)},`);
  for (let pid = 1000; bytes < megabytes * 1e6; pid += 4) {
    const name = `p${pid}.exe`;
    const process = {
      process_name: name,
      process_path: `C:\\${name}`,
      command_line: name,
      pid,
      ppid: 900,
      first_seen: 1496211111,
    };
    await write(`${pid === 1000 ? '' : ','}${JSON.stringify(process).slice(0, -1)},"calls":[`);
    for (let index = 0; index < CALLS_IN_PROCESS && bytes < megabytes * 1e6;) {
      const texts: string[] = [];
      for (let n = 0; n < 1000; n += 1, index += 1) texts.push(callText(pid, index));
      const text = `${index === texts.length ? '' : ','}${texts.join(',')}`;
      bytes += text.length;
      calls += texts.length;
      await write(text);
    }
    await write(']}');
  }
  out.end(']}}');
  await finished(out);
  return calls;
}
