// SPDX-License-Identifier: MIT
/**
 * The receiving end of an ingest port as a queue: messages in order, with an end when the other side goes
 * away without having said goodbye.
 * @module
 */
import { CancelledError, UserError } from '../../shared/errors/kinds';
import type { IngestMessage, IngestReply } from '../../shared/ipc/ingest-port';

export class ImportInbox {
  readonly #port: MessagePort;
  #messages: IngestMessage[] = [];
  #taken = 0;
  #wake: (() => void) | null = null;
  #stop: Error | null = null;

  constructor(port: MessagePort) {
    this.#port = port;
    port.addEventListener('message', (event: MessageEvent<IngestMessage>) => {
      this.#messages.push(event.data);
      this.#ring();
    });
    // The port closes when the process at the other end has ended, however that came about.
    port.addEventListener('close', () => {
      this.#stop ??= new UserError('ingest-ended');
      this.#ring();
    });
    port.addEventListener('messageerror', () => {
      this.#stop ??= new UserError('ingest-ended');
      this.#ring();
    });
    port.start();
  }

  /** True while a message waits. */
  get waiting(): boolean {
    return this.#taken < this.#messages.length;
  }

  /** The next message. Throws CancelledError after `cancel`, and a UserError when no more can come. */
  async next(): Promise<IngestMessage> {
    for (;;) {
      if (this.#stop instanceof CancelledError) throw this.#stop;
      if (this.waiting) {
        const message = this.#messages[this.#taken]!;
        this.#taken += 1;
        if (this.#taken === this.#messages.length) {
          this.#messages = [];
          this.#taken = 0;
        }
        return message;
      }
      if (this.#stop) throw this.#stop;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Ends the queue at once: what waits is not delivered. */
  cancel(): void {
    this.#stop = new CancelledError();
    this.#ring();
  }

  reply(reply: IngestReply): void {
    this.#port.postMessage(reply);
  }

  close(): void {
    this.#port.close();
  }

  #ring(): void {
    this.#wake?.();
    this.#wake = null;
  }
}
