// SPDX-License-Identifier: MIT
/**
 * A rule as it stands in a file of the user's: its YAML read, and any place in it told by its line, so that
 * what is wrong can be named with file, line and reason.
 * @module
 */
import { LineCounter, parseDocument, type Document } from 'yaml';
import { UserError } from '../errors/kinds';

/** A rule file as read: its name for errors, and its YAML. */
export interface RuleFile {
  file: string;
  text: string;
}

/** Aliases that a document may unfold: more would be an attack, not a rule. */
const MAX_ALIASES = 100;

export class RuleText {
  readonly data: unknown;
  private readonly document: Document;
  private readonly lines = new LineCounter();

  /** @throws UserError `rule-invalid` where it is no YAML */
  constructor(
    readonly file: string,
    text: string,
  ) {
    const document = parseDocument(text, { lineCounter: this.lines });
    const broken = document.errors[0];
    if (broken) {
      const { line } = this.lines.linePos(broken.pos[0]);
      throw wrong(`${file}:${line}`, broken.message.split('\n')[0]!);
    }
    this.document = document;
    try {
      this.data = document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch (error) {
      throw wrong(`${file}:1`, error instanceof Error ? error.message : String(error));
    }
  }

  /** The error for a place such as `match.0.where`. */
  errorAt(place: string, reason: string): UserError {
    return wrong(`${this.file}:${this.lineAt(place)}`, reason);
  }

  /** Runs a check; a `rule-invalid` that names a place comes out with its line. */
  check<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'rule-invalid') throw error;
      const { place, reason } = error.params;
      throw this.errorAt(String(place ?? ''), String(reason));
    }
  }

  /** The line of a place, or of the innermost part of it that is there. */
  private lineAt(place: string): number {
    const path = place.split('.').filter((part) => part !== '');
    for (let length = path.length; length > 0; length--) {
      const keys = path.slice(0, length).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
      const node = this.document.getIn(keys, true) as { range?: [number, number, number] } | undefined;
      if (node?.range) return this.lines.linePos(node.range[0]).line;
    }
    return 1;
  }
}

function wrong(file: string, reason: string): UserError {
  return new UserError('rule-invalid', { file, place: '', reason });
}
