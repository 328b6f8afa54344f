// SPDX-License-Identifier: MIT
/**
 * Follows, for one process, how far each rule made of steps has come. A first step that is met again starts
 * anew, so that the calls found lie as close together as the log allows.
 * @module
 */
import type { CallCursor } from '../../model/call';
import type { CallRef } from '../../model/document';
import type { CompiledEntry, CompiledRule } from './entries';

interface Run {
  /** The step that is awaited. */
  position: number;
  startIndex: number;
  startMs: number;
  tid: number;
  calls: CallRef[];
}

export class Sequences {
  private readonly runs = new Map<CompiledRule, Run>();

  /** Whether a call that fulfils the step would mean anything now. */
  awaits(rule: CompiledRule, step: number): boolean {
    return step === 0 || this.runs.get(rule)?.position === step;
  }

  /**
   * @param steps entries of one rule that the call fulfils
   * @returns the calls of the whole sequence where this call completes it, else null
   */
  advance(rule: CompiledRule, steps: readonly CompiledEntry[], c: CallCursor): CallRef[] | null {
    const sequence = rule.rule.sequence!;
    const run = this.runs.get(rule);
    const call = (): CallRef => ({ procId: c.procId, index: c.index, api: c.api });
    if (run && this.inTime(run, rule, c)) {
      const next = steps.find(
        (entry) =>
          entry.step === run.position && (entry.sameApiAs < 0 || run.calls[entry.sameApiAs]?.api === c.api),
      );
      if (next) {
        run.calls.push(call());
        run.position++;
        if (run.position < sequence.steps.length) return null;
        this.runs.delete(rule);
        // The end of one round may be the start of the next.
        if (steps.some((entry) => entry.step === 0)) this.start(rule, c, call());
        return run.calls;
      }
    }
    if (steps.some((entry) => entry.step === 0)) this.start(rule, c, call());
    return null;
  }

  private start(rule: CompiledRule, c: CallCursor, call: CallRef): void {
    this.runs.set(rule, { position: 1, startIndex: c.index, startMs: c.timeMs, tid: c.tid, calls: [call] });
  }

  private inTime(run: Run, { rule }: CompiledRule, c: CallCursor): boolean {
    const sequence = rule.sequence!;
    if (c.index - run.startIndex > sequence['within-calls']) return false;
    if (sequence['within-ms'] !== undefined && c.timeMs - run.startMs > sequence['within-ms']) return false;
    return !sequence['same-thread'] || c.tid === run.tid;
  }
}
