// SPDX-License-Identifier: MIT
/**
 * Random reports from a seed: every dialect's shape, with whatever JSON allows and reports have been seen with,
 * then damaged in half of the cases.
 * @module
 */

export type Random = () => number;

/** A generator of numbers from 0 to 1, the same for the same seed. */
export function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class RandomReport {
  private readonly isList: boolean;
  private readonly asciiOnly: boolean;
  private readonly blanks: readonly string[];

  constructor(private readonly random: Random) {
    this.isList = this.chance(0.4);
    this.asciiOnly = this.chance(0.3);
    this.blanks = this.pick([[''], [' '], ['', ' ', '\n', '\r\n', '\t']]);
  }

  chance(part: number): boolean {
    return this.random() < part;
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** Text of a whole report. */
  report(): string {
    const processes = this.array(this.below(4), () => this.process());
    const behavior = this.object(
      this.shuffled([
        ['processes', processes],
        ['summary', this.value(0)],
        ['processtree', '[]'],
      ]),
    );
    const signatures = this.array(this.below(3), () => this.signature());
    return this.object(
      this.shuffled([
        [
          'info',
          this.object([
            ['started', this.isList ? '"2016-07-14 19:24:54"' : '1.5'],
            ['version', '"2.0"'],
          ]),
        ],
        ['behavior', behavior],
        ['signatures', signatures],
        ['network', this.value(0)],
        ...(this.chance(0.2) ? [['CAPE', '{}'] as [string, string]] : []),
      ]),
    );
  }

  private process(): string {
    const members: [string, string][] = this.isList
      ? [
          ['process_id', this.integer()],
          ['parent_id', this.integer()],
          ['process_name', this.string()],
          ['environ', this.value(1)],
        ]
      : [
          ['pid', this.integer()],
          ['ppid', this.integer()],
          ['process_name', this.string()],
          ['modules', this.value(1)],
        ];
    if (this.chance(0.9)) members.push(['calls', this.array(this.below(6), () => this.call())]);
    if (this.chance(0.2)) members.push(['process_name', this.string()]);
    return this.object(this.shuffled(members));
  }

  private call(): string {
    if (this.chance(0.02)) return this.value(2);
    const args: [string, string][] = Array.from({ length: this.below(5) }, () => [
      this.argumentName(),
      this.value(1),
    ]);
    const members: [string, string][] = this.isList
      ? [
          [
            'timestamp',
            this.pick([
              '"2016-07-14 19:24:54,683"',
              '"20160714192454.683"',
              '""',
              'null',
              '"2016-02-30 25:61:61,000"',
            ]),
          ],
          ['thread_id', this.pick(['"1332"', '"0"', '"007"', this.integer()])],
          ['status', this.pick(['true', 'false', '"SUCCESS"', '"FAILURE"', 'null'])],
          [
            'return',
            this.pick([
              '"0x00000000"',
              '"0xc0000034"',
              '"0xffffffffc0000034"',
              '"0xABC"',
              '""',
              '"-1"',
              this.integer(),
            ]),
          ],
          ['caller', '"0x00401000"'],
          ['repeated', this.pick(['0', '40', '893273', '4294967296', '-1'])],
          ['arguments', `[${args.map(([name, value]) => this.argument(name, value)).join(',')}]`],
        ]
      : [
          [
            'time',
            this.pick([
              '1500000000.123456',
              '1500000000.5',
              '1500000000',
              '1.5e9',
              '0.1',
              '"1500000000.25"',
              'null',
            ]),
          ],
          ['tid', this.integer()],
          ['status', this.pick(['1', '0', '2', 'true', 'null'])],
          [
            'return_value',
            this.pick(['0', '1', '-1', '18446744073709551615', '3221225524', '1.0', '1.5', 'null', '"x"']),
          ],
          ['stacktrace', this.value(1)],
          ['arguments', this.object(args)],
          ['flags', this.object(args.filter(() => this.chance(0.3)).map(([name]) => [name, this.string()]))],
        ];
    members.push(['api', this.apiName()], ['category', this.pick(['"process"', '"file"', this.string()])]);
    if (this.chance(0.3)) members.push(['id', this.pick(['0', '1', '2', '3', '-1', '1.0'])]);
    if (this.chance(0.1)) members.push(this.pick(members));
    if (this.chance(0.1)) members.push([this.pick(['x', 'buffer', '', '__proto__']), this.value(0)]);
    return this.object(this.chance(0.5) ? this.shuffled(members) : members);
  }

  private argument(name: string, value: string): string {
    const members: [string, string][] = [
      ['name', this.quoted(name)],
      ['value', value],
    ];
    if (this.chance(0.3)) members.push(['pretty_value', this.string()]);
    return this.object(this.shuffled(members));
  }

  private signature(): string {
    const mark = (): string =>
      this.object([
        ['type', '"ioc"'],
        ['ioc', this.string()],
      ]);
    return this.object([
      ['name', this.string()],
      ['severity', '2'],
      [this.isList ? 'data' : 'marks', this.array(this.below(3), mark)],
    ]);
  }

  private argumentName(): string {
    return this.pick([
      'process_handle',
      'ProcessHandle',
      'buffer',
      'BaseAddress',
      'x',
      '日本',
      '',
      'a"b',
      '__proto__',
      'constructor',
    ]);
  }

  private apiName(): string {
    return this.pick([
      '"NtClose"',
      '"NtWriteVirtualMemory"',
      '"\\u004etClose"',
      '"日本"',
      this.string(),
      'null',
    ]);
  }

  private integer(): string {
    return this.pick(['0', '1', '1084', '140707423585340', '4294967295', '-5', '9007199254740993']);
  }

  private value(depth: number): string {
    const kind = this.random();
    if (kind < 0.35 || depth > 3) return this.string();
    if (kind < 0.55)
      return this.pick([
        this.integer(),
        '0.5',
        '-1e-7',
        '1E+2',
        '"0x00000010"',
        '"0xffffffff"',
        '"0xfffffffffffffffe"',
      ]);
    if (kind < 0.65) return this.pick(['true', 'false', 'null', 'NaN', '-Infinity', 'Infinity']);
    if (kind < 0.8) return this.array(this.below(4), () => this.value(depth + 1));
    return this.object(
      Array.from({ length: this.below(4) }, () => [this.argumentName(), this.value(depth + 1)]),
    );
  }

  private string(): string {
    let text = '"';
    const length = this.chance(0.03) ? 3000 : this.below(14);
    for (let i = 0; i < length; i++) {
      const kind = this.random();
      if (kind < 0.6) text += String.fromCharCode(0x23 + this.below(0x39));
      else if (kind < 0.8)
        text += this.pick([
          '\\"',
          '\\\\',
          '\\/',
          '\\n',
          '\\t',
          '\\u0000',
          '\\u00ff',
          '\\ud800',
          '\\udc00',
          '\\ud83d\\ude00',
        ]);
      else text += this.asciiOnly ? 'x' : this.pick(['é', '日', '😀', '\u2028', '\u007f', '\ufeff']);
    }
    return `${text}"`;
  }

  private quoted(text: string): string {
    const quoted = JSON.stringify(text);
    return this.chance(0.1)
      ? quoted.replace(/[a-z]/, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)
      : quoted;
  }

  private array(length: number, item: () => string): string {
    return `[${Array.from({ length }, () => this.blank() + item() + this.blank()).join(',')}]`;
  }

  private object(members: readonly (readonly [string, string])[]): string {
    const parts = members.map(
      ([name, value]) =>
        `${this.blank()}${this.quoted(name)}${this.blank()}:${this.blank()}${value}${this.blank()}`,
    );
    return `{${parts.join(',')}}`;
  }

  private blank(): string {
    return this.pick(this.blanks);
  }

  private shuffled<T>(list: readonly T[]): T[] {
    const result = [...list];
    for (let at = result.length - 1; at > 0; at--) {
      const other = this.below(at + 1);
      [result[at], result[other]] = [result[other]!, result[at]!];
    }
    return result;
  }

  /** The bytes with a few of them cut, changed, put in or taken out. */
  damaged(bytes: Uint8Array): Uint8Array {
    let result = Buffer.from(bytes);
    for (let edits = 1 + this.below(3); edits > 0; edits--) {
      const at = this.below(result.length + 1);
      const byte = this.chance(0.5)
        ? this.below(256)
        : this.pick([...'{}[],:"\\ 0-.eNtn'].map((char) => char.charCodeAt(0)));
      const kind = this.below(4);
      if (kind === 0) result = result.subarray(0, at);
      else if (kind === 1)
        result = Buffer.concat([result.subarray(0, at), Buffer.of(byte), result.subarray(at)]);
      else if (kind === 2) result = Buffer.concat([result.subarray(0, at), result.subarray(at + 1)]);
      else if (at < result.length) result[at] = byte;
    }
    return result;
  }
}
