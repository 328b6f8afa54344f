// SPDX-License-Identifier: MIT
/**
 * Patterns of rules for paths and names: `*` any run inside one segment, `?` one character, `**` any number of
 * whole segments. Matching takes time linear in the text for each star, so that hostile texts cannot stall it.
 * Texts are given in lower case, segments parted by `\`.
 * @module
 */

const MIN_LITERAL = 3;

/** The longest run without wildcards, in lower case; '' where no run has three characters. */
export function longestLiteral(pattern: string): string {
  let best = '';
  for (const run of pattern.toLowerCase().split(/[*?]+/)) {
    // Only ASCII takes part in the search for literals.
    for (const part of run.split(/[^\x20-\x7e]+/)) if (part.length > best.length) best = part;
  }
  return best.length >= MIN_LITERAL ? best : '';
}

const GOOD_LITERAL = 4;
/** Segments that are logged in several spellings. */
const REWRITTEN = /^(?:currentcontrolset|wow6432node|software|classes|hklm|hkcu|hkcr|hk\*|\.|\*\*|\*:?)$/;
/** Segments that stand in so many names that looking for them costs more than it saves. */
const COMMON =
  /^(?:currentversion|microsoft|windows|windows nt|system|system32|syswow64|sysnative|services|control|enum|run|policies|explorer|parameters|description|device description|documents|desktop|users|drivers|program files|program files \(x86\)|programdata|common files|class|default|international|internet settings|pipe)$/;

/**
 * The literal by which a pattern for paths is looked for: of one segment, since what stands between two may be
 * logged differently, and one that tells much. Where only short ones are left, the last two together.
 */
export function segmentLiteral(pattern: string): string {
  const segments = pattern.toLowerCase().split('\\');
  const usable = segments.filter((segment) => !REWRITTEN.test(segment));
  const telling = usable.filter((segment) => !COMMON.test(segment)).map(longestLiteral);
  const best = longest(telling);
  if (best.length >= GOOD_LITERAL) return best;
  const last = segments.at(-1) ?? '';
  const before = segments.at(-2) ?? '';
  if (last !== '' && before !== '' && !/[*?]/.test(last + before) && !REWRITTEN.test(before))
    return `${before}\\${last}`;
  return best !== '' ? best : longest(usable.map(longestLiteral));
}

function longest(literals: readonly string[]): string {
  return literals.reduce((a, b) => (b.length > a.length ? b : a), '');
}

/** A pattern split once, matched often. */
export class PathGlob {
  private readonly segments: string[];

  /** @param pattern e.g. `HKLM\SOFTWARE\Oracle\VirtualBox Guest Additions` or `**\drivers\VBox*.sys` */
  constructor(
    pattern: string,
    /** Whether what lies below a match belongs to it. */
    private readonly subtree: boolean,
  ) {
    this.segments = pattern.toLowerCase().split('\\');
  }

  /** How many segments of the text the pattern takes, or -1 where it does not match. */
  match(segments: readonly string[]): number {
    return this.from(0, segments, 0);
  }

  private from(at: number, text: readonly string[], start: number): number {
    let position = start;
    for (let i = at; i < this.segments.length; i++) {
      const segment = this.segments[i]!;
      if (segment === '**') {
        for (let next = position; next <= text.length; next++) {
          const end = this.from(i + 1, text, next);
          if (end >= 0) return end;
        }
        return -1;
      }
      if (position >= text.length || !matchWild(segment, text[position]!)) return -1;
      position++;
    }
    return this.subtree || position === text.length ? position : -1;
  }
}

/** Whole-text match of a pattern with `*` and `?`; both in lower case. */
export function matchWild(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    const code = pattern.charCodeAt(p);
    if (p < pattern.length && code === 42) {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (code === 63 || code === text.charCodeAt(t))) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern.charCodeAt(p) === 42) p++;
  return p === pattern.length;
}
