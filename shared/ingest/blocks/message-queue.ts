// SPDX-License-Identifier: MIT
/**
 * Messages on their way to the store: in order, though deflating ends out of order; never more payload
 * unanswered than the store allows.
 * @module
 */
import { CancelledError } from '../../errors/kinds';
import type { IngestMessage } from '../../ipc/ingest-port';

/** Payload that may wait here, raw bytes; more makes `room` wait. */
const MAX_WAITING_BYTES = 4 << 20;

interface Waiting {
  messages: IngestMessage[] | null;
  /** Raw bytes that this entry holds in memory. */
  bytes: number;
}

export class MessageQueue {
  private readonly queue: Waiting[] = [];
  private waitingBytes = 0;
  private unanswered = 0;
  private failure: Error | null = null;
  private wake: (() => void)[] = [];

  constructor(
    private readonly post: (message: IngestMessage) => void,
    private readonly windowBytes: number,
  ) {}

  /** A message that is ready, behind all that were put in before. */
  put(message: IngestMessage): void {
    this.queue.push({ messages: [message], bytes: 0 });
    this.pump();
  }

  /** Messages that become ready later; `bytes` of memory are held until they are sent. */
  putLater(messages: Promise<IngestMessage[]>, bytes: number): void {
    const entry: Waiting = { messages: null, bytes };
    this.queue.push(entry);
    this.waitingBytes += bytes;
    messages.then(
      (ready) => {
        entry.messages = ready;
        this.pump();
      },
      (error: unknown) => this.fail(error instanceof Error ? error : new Error(String(error))),
    );
  }

  /** The store has committed this much. */
  credit(bytes: number): void {
    this.unanswered = Math.max(0, this.unanswered - bytes);
    this.pump();
  }

  /** Nothing more is sent; whoever waits is told. */
  cancel(): void {
    this.fail(new CancelledError());
  }

  /** Resolves when more may be put in. */
  async room(): Promise<void> {
    while (!this.failure && this.waitingBytes > MAX_WAITING_BYTES) await this.change();
    if (this.failure) throw this.failure;
  }

  /** Resolves when everything was sent. */
  async drained(): Promise<void> {
    while (!this.failure && this.queue.length > 0) await this.change();
    if (this.failure) throw this.failure;
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.wake.push(resolve));
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.ring();
  }

  private ring(): void {
    const waiting = this.wake;
    this.wake = [];
    for (const resolve of waiting) resolve();
  }

  private pump(): void {
    while (!this.failure) {
      const entry = this.queue[0];
      if (!entry?.messages) break;
      while (entry.messages.length > 0) {
        const message = entry.messages[0]!;
        const bytes = 'bytes' in message ? message.bytes : 0;
        if (bytes > 0 && this.unanswered > 0 && this.unanswered + bytes > this.windowBytes) return;
        this.unanswered += bytes;
        this.post(message);
        entry.messages.shift();
      }
      this.queue.shift();
      this.waitingBytes -= entry.bytes;
    }
    this.ring();
  }
}
