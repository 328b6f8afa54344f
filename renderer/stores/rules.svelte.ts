// SPDX-License-Identifier: MIT
/**
 * The rules in force: ours and those of the user's own folder, as they are on disk at this moment. Reports
 * carry the hash of the rules that they were read with; one read with others can be read again.
 * @module
 */
import type { RulesFolder } from '../../shared/ipc/channels';
import { loadUserRules, userRulesHash, type UserRules } from '../../shared/rules/user-rules';
import { imports } from './imports.svelte';
import { services } from './services';
import { session } from './session.svelte';
import { messages } from './toasts.svelte';

class Rules {
  /** The user's folder; null before it was read, and in a browser. */
  folder: RulesFolder | null = $state.raw(null);
  readonly loaded: UserRules = $derived(loadUserRules(this.folder?.files ?? []));
  readonly hash: string = $derived(userRulesHash(this.loaded));
  readonly fingerprints = $derived(new Map(this.loaded.fingerprints.map((rule) => [rule.id, rule])));
  readonly techniques = $derived(new Map(this.loaded.techniques.map((rule) => [rule.id, rule])));
  /** Everything that is wrong in the folder. */
  readonly wrong = $derived([...this.loaded.rejected, ...(this.folder?.errors ?? [])]);
  /** The report that is being read again, and how far; null while none is. */
  reading: { reportId: number; share: number | null } | null = $state(null);
  #stop: (() => Promise<void>) | null = null;

  /** Begins to follow the folder; returns how to stop. */
  start(): () => void {
    const host = services().host.rules;
    if (!host) return () => undefined;
    const stop = host.onChange((folder) => this.#changed(folder));
    void host.folder().then(
      (folder) => (this.folder = folder),
      (error: unknown) => messages.fail(error),
    );
    return stop;
  }

  /** Whether the host keeps rules of the user's own at all. */
  get offered(): boolean {
    return services().host.rules !== null;
  }

  /** Whether a report was read with other rules than are in force. */
  isOutdated(reportId: number): boolean {
    // Until the folder is known, nothing can be said.
    if (this.offered && this.folder === null) return false;
    const document = session.modelOf(reportId)?.document;
    if (!document || imports.forReport(reportId)) return false;
    return document.rules !== this.hash;
  }

  async openFolder(): Promise<void> {
    await services()
      .host.rules?.openFolder()
      .catch((error: unknown) => messages.fail(error));
  }

  async chooseFolder(): Promise<void> {
    await this.#take(services().host.rules?.chooseFolder());
  }

  async defaultFolder(): Promise<void> {
    await this.#take(services().host.rules?.defaultFolder());
  }

  /** Reads a report again with the rules in force: from where it came, else from the file that the user shows. */
  async readAgain(reportId: number): Promise<void> {
    const { host, store } = services();
    try {
      const source = imports.sourceOf(reportId) ?? (await host.chooseReports('one'))[0];
      if (!source) return;
      this.reading = { reportId, share: null };
      await imports.alone(async () => {
        const id = crypto.randomUUID();
        const port = await host.startIngest(source, id);
        this.#stop = () => host.stopIngest(id);
        try {
          await store.rereadReport(port, reportId, (readBytes, totalBytes) => {
            this.reading = { reportId, share: totalBytes ? Math.min(1, readBytes / totalBytes) : null };
          });
        } finally {
          this.#stop = null;
          await host.stopIngest(id).catch(() => undefined);
        }
      });
      await session.load(reportId, true);
      messages.say('ui-findings.rules.readDone');
    } catch (error) {
      if (this.reading !== null) messages.fail(error);
    } finally {
      this.reading = null;
    }
  }

  /** Stops reading again; the report stays as it was. */
  stopReading(): void {
    this.reading = null;
    void this.#stop?.();
  }

  async #take(asked: Promise<RulesFolder> | undefined): Promise<void> {
    try {
      const folder = await asked;
      if (folder) this.folder = folder;
    } catch (error) {
      messages.fail(error);
    }
  }

  #changed(folder: RulesFolder): void {
    this.folder = folder;
    messages.say('ui-findings.rules.reloaded', {
      count: this.loaded.own.length,
      wrong: this.wrong.length,
    });
  }
}

export const rules = new Rules();
