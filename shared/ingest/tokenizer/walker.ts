// SPDX-License-Identifier: MIT
/**
 * Walks a report that comes in chunks. Owns the window of bytes and the way through the skeleton (the few
 * containers that hold processes, calls and signatures); asks a guide what to do with every value met there:
 * enter it, scan it as calls, or pass it by (checked all the same, and handed on as bytes where wanted).
 * Never holds more than one call, one captured value and one chunk. Knows nothing of reports.
 * @module
 */
import { COLON, COMMA, CR, LBRACE, LF, NEED, QUOTE, RBRACE, RBRACKET, SPACE, TAB } from './bytes';
import type { Hasher } from '../source';
import type { CallScanner } from './call-scanner';
import { Capture, Tee, type ByteSink } from './capture';
import type { Damage, Guide, Place, Plan } from './guide';
import { LARGE_LIMITS, LargeCall, type CutString, type LargeLimits } from './large-call';
import { stringText } from './text';
import { ValueMachine } from './value-machine';

type PassPlan = Extract<Plan, { do: 'pass' }>;

interface Frame {
  place: Place;
  /** Role of what is inside. */
  role: number;
  isObject: boolean;
  isCalls: boolean;
  expect: number;
  key: string;
  index: number;
  sink: ByteSink | null;
}

const FIRST = 0;
const KEY = 1;
const AFTER_KEY = 2;
const VALUE = 3;
const AFTER = 4;

const FIRST_WINDOW_BYTES = 1 << 16;
/** Longer calls do not wait in the window: they are gathered apart. */
const WINDOW_CALL_BYTES = 4 << 20;
const NO_CUTS: readonly CutString[] = [];
const MAX_KEY_BYTES = 64 << 10;

export class Walker {
  damage: Damage | null = null;
  /** The root value has ended. */
  complete = false;
  /** Place of the first byte behind the root value that is no white space, or -1. */
  trailingOffset = -1;
  /** Where the value began that the guide was asked about last. */
  valueOffset = 0;

  private bytes: Uint8Array<ArrayBuffer>;
  private at = 0;
  private end = 0;
  /** Report offset of `bytes[0]`. */
  private base = 0;
  /** Bytes that must lie in the window before another try is worth it. */
  private want = 0;
  /** Bytes that came after damage or behind the report, and were not looked at. */
  private unread = 0;
  private begun = false;
  private readonly frames: Frame[] = [];
  private readonly machine = new ValueMachine();
  private passing: { place: Place; plan: PassPlan; as: 'value' | 'key' | 'no-object' } | null = null;
  private large: LargeCall | null = null;
  private passedFrom = 0;
  private readonly capture = new Capture();
  private readonly tee = new Tee();

  constructor(
    private readonly scanner: CallScanner,
    private readonly guide: Guide,
    private readonly rootRole: number,
    private readonly createHash: () => Hasher,
    private readonly largeLimits: LargeLimits = LARGE_LIMITS,
  ) {
    this.bytes = scanner.window(FIRST_WINDOW_BYTES);
  }

  /** Bytes taken so far. */
  get offset(): number {
    return this.base + this.end + this.unread;
  }

  /** JSON path of the present place. */
  get path(): string {
    let path = '';
    for (const frame of this.frames) {
      if (frame.expect === FIRST) break;
      if (!frame.isObject) path += `[${frame.index}]`;
      else if (frame.expect !== KEY) path += pathKey(frame.key, path === '');
    }
    return path;
  }

  /** Takes the next bytes of the report. */
  write(chunk: Uint8Array): void {
    if (this.damage || this.trailingOffset >= 0) {
      this.unread += chunk.length;
      return;
    }
    this.append(chunk);
    if (this.end - this.at >= this.want) this.run();
    this.keepPieces();
  }

  /** The report ends here. */
  finish(): void {
    this.want = 0;
    if (!this.damage && this.trailingOffset < 0) {
      this.run();
      this.keepPieces();
      if (!this.complete && !this.damage) this.hurt('cut-short', this.base + this.end);
    }
    this.tee.end();
  }

  private append(chunk: Uint8Array): void {
    const kept = this.end - this.at;
    const needed = kept + chunk.length + 1;
    const source = this.bytes;
    if (needed > source.length)
      this.bytes = this.scanner.window(Math.max(needed, Math.min(source.length * 2, needed * 2)));
    if (this.at > 0 || this.bytes !== source) this.bytes.set(source.subarray(this.at, this.end));
    this.base += this.at;
    this.tee.shift(this.at);
    this.passedFrom -= this.at;
    this.at = 0;
    this.bytes.set(chunk, kept);
    this.end = kept + chunk.length;
    this.bytes[this.end] = 0;
  }

  private run(): void {
    const { scanner } = this;
    scanner.bytes = this.bytes;
    scanner.end = this.end;
    if (!this.begun && !this.begin()) return;
    while (this.at < this.end && !this.damage) {
      if (this.passing) {
        if (!this.pass()) return;
        continue;
      }
      if (this.large) {
        if (!this.gather(this.large)) return;
        continue;
      }
      const frame = this.frames[this.frames.length - 1];
      if (frame === undefined) {
        if (this.complete) this.trail();
        else this.beginValue({ role: this.rootRole, key: '', index: 0 });
        if (this.complete) return;
        continue;
      }
      if (frame.isCalls) {
        if (!this.calls(frame)) return;
        continue;
      }
      this.step(frame);
    }
  }

  /** Skips a byte order mark and leading white space. */
  private begin(): boolean {
    if (this.base === 0 && this.at === 0) {
      if (this.bytes[0] === 0xef && this.end < 3 && this.want === 0) {
        this.want = 3;
        return false;
      }
      if (this.bytes[0] === 0xef && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf) {
        this.at = 3;
        this.guide.note('byte-order-mark', 1, 0);
      }
      this.want = 0;
    }
    this.blank();
    if (this.at < this.end) this.begun = true;
    return this.begun;
  }

  private blank(): number {
    const { bytes } = this;
    for (;;) {
      const byte = bytes[this.at]!;
      if (byte === SPACE || byte === LF || byte === CR || byte === TAB) this.at++;
      else return byte;
    }
  }

  private trail(): void {
    this.blank();
    if (this.at < this.end) this.trailingOffset = this.base + this.at;
  }

  private step(frame: Frame): void {
    const byte = this.blank();
    if (this.at >= this.end) return;
    switch (frame.expect) {
      case FIRST:
        if (byte === (frame.isObject ? RBRACE : RBRACKET)) return this.leave(frame);
        frame.expect = frame.isObject ? KEY : VALUE;
        return;
      case KEY:
        if (byte !== QUOTE) return this.hurt('syntax', this.base + this.at);
        return this.beginPass(
          { role: 0, key: '', index: 0 },
          { do: 'pass', captureBytes: MAX_KEY_BYTES },
          'key',
        );
      case AFTER_KEY:
        if (byte !== COLON) return this.hurt('syntax', this.base + this.at);
        this.at++;
        frame.expect = VALUE;
        return;
      case VALUE:
        frame.expect = AFTER;
        return this.beginValue({ role: frame.role, key: frame.key, index: frame.index });
      default:
        if (byte === COMMA) {
          this.at++;
          frame.index++;
          frame.expect = frame.isObject ? KEY : VALUE;
        } else if (byte === (frame.isObject ? RBRACE : RBRACKET)) this.leave(frame);
        else this.hurt('syntax', this.base + this.at);
    }
  }

  private beginValue(place: Place): void {
    this.valueOffset = this.base + this.at;
    const first = this.bytes[this.at]!;
    const plan = this.guide.plan(place, first);
    if (plan.do === 'pass') return this.beginPass(place, plan, 'value');
    const sink = plan.do === 'enter' ? (plan.sink ?? null) : null;
    this.frames.push({
      place,
      role: plan.do === 'enter' ? plan.role : 0,
      isObject: first === LBRACE,
      isCalls: plan.do === 'calls',
      expect: FIRST,
      key: '',
      index: 0,
      sink,
    });
    if (sink) this.tee.open(sink, this.at);
    this.at++;
  }

  private leave(frame: Frame): void {
    this.at++;
    this.frames.pop();
    if (frame.sink) this.tee.close(this.bytes, this.at);
    this.guide.left(frame.place);
    if (this.frames.length === 0) this.complete = true;
  }

  /** Scans calls while whole ones lie in the window. False: more bytes are needed. */
  private calls(frame: Frame): boolean {
    const { scanner, guide } = this;
    for (;;) {
      let byte = this.blank();
      if (this.at >= this.end) return false;
      if (frame.expect === AFTER) {
        if (byte === RBRACKET) {
          this.leave(frame);
          return true;
        }
        if (byte !== COMMA) {
          this.hurt('syntax', this.base + this.at);
          return true;
        }
        this.at++;
        frame.index++;
        frame.expect = VALUE;
        byte = this.blank();
        if (this.at >= this.end) return false;
      } else if (frame.expect === FIRST) {
        if (byte === RBRACKET) {
          this.leave(frame);
          return true;
        }
        frame.expect = VALUE;
      }
      if (byte !== LBRACE) {
        frame.expect = AFTER;
        this.beginPass({ role: 0, key: '', index: frame.index }, { do: 'pass' }, 'no-object');
        return true;
      }
      const end = scanner.scan(this.at);
      if (end < 0) {
        if (end !== NEED) {
          this.hurt(scanner.errorCode, this.base + scanner.errorAt);
          return true;
        }
        const had = this.end - this.at;
        if (had <= WINDOW_CALL_BYTES) {
          this.want = had * 2;
          return false;
        }
        this.valueOffset = this.base + this.at;
        this.large = new LargeCall(this.valueOffset, this.largeLimits, this.createHash);
        return true;
      }
      if (scanner.nonFinite > 0)
        guide.note('non-finite', scanner.nonFinite, this.base + scanner.firstNonFinite);
      if (scanner.badUtf8 > 0) guide.note('bad-utf8', scanner.badUtf8, this.base + scanner.firstBadUtf8);
      this.want = 0;
      guide.call(frame.index, NO_CUTS);
      this.at = end;
      frame.expect = AFTER;
    }
  }

  /** Takes in more of a call that is too long for the window. False: more bytes are needed. */
  private gather(large: LargeCall): boolean {
    this.want = 0;
    this.at = large.write(this.bytes, this.at, this.end);
    if (large.machine.error) {
      this.hurt(large.machine.error, this.base + this.at);
      return true;
    }
    if (!large.done) return false;
    this.large = null;
    const { machine } = large;
    const { index } = this.frames[this.frames.length - 1]!;
    if (machine.nonFinite > 0)
      this.guide.note('non-finite', machine.nonFinite, this.valueOffset + machine.firstNonFinite);
    if (machine.badUtf8 > 0)
      this.guide.note('bad-utf8', machine.badUtf8, this.valueOffset + machine.firstBadUtf8);
    const bytes = large.take();
    if (bytes) {
      this.scanner.bytes = bytes;
      this.scanner.end = bytes.length - 1;
      this.scanner.scan(0);
      this.guide.call(index, large.cuts);
      this.scanner.bytes = this.bytes;
      this.scanner.end = this.end;
    } else this.guide.badCall(index, 'too-large', this.base + this.at - this.valueOffset);
    this.frames[this.frames.length - 1]!.expect = AFTER;
    return true;
  }

  private beginPass(place: Place, plan: PassPlan, as: 'value' | 'key' | 'no-object'): void {
    this.passing = { place, plan, as };
    this.machine.start();
    this.valueOffset = this.base + this.at;
    this.passedFrom = this.at;
    this.capture.begin(this.at, plan.captureBytes);
    if (plan.sink) this.tee.open(plan.sink, this.at);
  }

  /** Checks more of the value being passed. False: more bytes are needed. */
  private pass(): boolean {
    const { machine } = this;
    const passing = this.passing!;
    this.at = machine.write(this.bytes, this.at, this.end);
    if (machine.error) {
      this.hurt(machine.error, this.base + this.at);
      return true;
    }
    if (!machine.done) return false;
    const first = this.base + this.passedFrom;
    if (machine.nonFinite > 0)
      this.guide.note('non-finite', machine.nonFinite, first + machine.firstNonFinite);
    if (machine.badUtf8 > 0) this.guide.note('bad-utf8', machine.badUtf8, first + machine.firstBadUtf8);
    if (passing.plan.sink) this.tee.close(this.bytes, this.at);
    const bytes = this.capture.take(this.bytes, this.at);
    this.passing = null;
    if (passing.as === 'value') {
      if (passing.plan.captureBytes !== undefined) this.guide.passed(passing.place, bytes);
    } else if (passing.as === 'key') {
      const frame = this.frames[this.frames.length - 1]!;
      frame.key = bytes ? stringText(bytes, 1, bytes.length - 1) : '…';
      frame.expect = AFTER_KEY;
    } else this.guide.badCall(passing.place.index, passing.as, this.at - this.passedFrom);
    return true;
  }

  /** Before the window moves: hands on what was passed of it. */
  private keepPieces(): void {
    this.tee.flush(this.bytes, this.at);
    if (this.passing) this.capture.keep(this.bytes, this.at);
  }

  private hurt(code: Damage['code'], offset: number): void {
    this.damage = { code, offset, path: this.path };
  }
}

function pathKey(key: string, isFirst: boolean): string {
  if (/^[A-Za-z_$][\w$]*$/.test(key)) return isFirst ? key : `.${key}`;
  return `[${JSON.stringify(key)}]`;
}
