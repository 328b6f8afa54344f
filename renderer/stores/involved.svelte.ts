// SPDX-License-Identifier: MIT
/**
 * What the selection means for the report in view: the process it is about, the others it touches, its edge
 * and its call. One derivation for tree, graph, table, evidence and sheet.
 * @module
 */
import type { Edge } from '../../shared/model/document';
import { findingsOf, type FindingRef } from '../model/findings';
import { callKey, edgeSource, edgeTarget, type ProcKey } from '../model/report-model';
import { selection } from './selection.svelte';
import { session } from './session.svelte';

class Involved {
  readonly #selected = $derived(selection.current?.reportId === session.reportId ? selection.current : null);

  /** The edge in view: selected itself, or the one whose evidence the selected call is. */
  readonly edge: Edge | null = $derived.by(() => {
    const now = this.#selected;
    const model = session.model;
    if (!now || !model) return null;
    if (now.kind === 'edge') return model.edges.get(now.edgeId) ?? null;
    if (now.kind !== 'call') return null;
    if (now.finding) return null;
    const id = now.edgeId ?? model.edgesOfCall.get(callKey(now.procId, now.index))?.[0];
    return id === undefined ? null : (model.edges.get(id) ?? null);
  });

  /** The findings in view: selected themselves, or those whose evidence the selected call is. */
  readonly finding: FindingRef | null = $derived.by(() => {
    const now = this.#selected;
    if (now?.kind === 'finding') return now.finding;
    return (now?.kind === 'call' && now.finding) || null;
  });

  readonly call: { procId: number; index: number } | null = $derived(
    this.#selected?.kind === 'call' ? { procId: this.#selected.procId, index: this.#selected.index } : null,
  );

  /** The process that the selection is about: for an edge the one that acts. */
  readonly main: ProcKey | null = $derived.by(() => {
    const now = this.#selected;
    if (now?.kind === 'process') return now.key;
    if (now?.kind === 'call' || now?.kind === 'finding') return now.procId;
    if (now?.kind === 'edge') return this.edge && edgeSource(this.edge);
    return null;
  });

  /** Further processes that the selection touches. */
  readonly others: ReadonlySet<ProcKey> = $derived.by(() => {
    const document = session.model?.document;
    const ends: (ProcKey | null)[] = this.edge
      ? [edgeSource(this.edge), edgeTarget(this.edge)]
      : document && this.finding
        ? findingsOf(document, this.finding).map(({ procId }) => procId)
        : [];
    return new Set(ends.filter((key) => key !== null && key !== this.main) as ProcKey[]);
  });
}

export const involved = new Involved();
