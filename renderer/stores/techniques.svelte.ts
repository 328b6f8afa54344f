// SPDX-License-Identifier: MIT
/**
 * Names of techniques and verdicts in the reader's language.
 * @module
 */
import type { Edge, InjectionEdge } from '../../shared/model/document';
import { has, pick, t } from '../i18n/i18n.svelte';
import { rules } from './rules.svelte';

/** e.g. `Process hollowing`; the rule's id where there is no such rule any more. */
export function techniqueTitle(edge: InjectionEdge): string {
  const title = rules.techniques.get(edge.technique)?.title;
  return title ? pick(title) : edge.technique;
}

/** A word or two for the graph, e.g. `T1055.012 hollowing`. */
export function techniqueLabel(edge: InjectionEdge): string {
  const key = `ui-graph.short.${edge.technique}`;
  return `${edge.attack} ${has(key) ? t(key) : edge.technique}`.trim();
}

/** `Process hollowing` or `Creation`: what an edge is, in a heading or a list. */
export function edgeTitle(edge: Edge): string {
  return edge.kind === 'creation' ? t('ui-graph.look.creation') : techniqueTitle(edge);
}
