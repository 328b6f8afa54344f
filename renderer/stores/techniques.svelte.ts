// SPDX-License-Identifier: MIT
/**
 * Names of techniques and verdicts in the reader's language.
 * @module
 */
import { builtinTechniqueRules } from '../../shared/rules/technique-rules';
import type { Edge, InjectionEdge } from '../../shared/model/document';
import { has, pick, t } from '../i18n/i18n.svelte';

const titles = new Map(builtinTechniqueRules().map((rule) => [rule.id, rule.title]));

/** e.g. `Process hollowing`; the rule's id where it is not one of ours. */
export function techniqueTitle(edge: InjectionEdge): string {
  const title = titles.get(edge.technique);
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
