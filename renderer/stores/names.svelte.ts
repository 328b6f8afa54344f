// SPDX-License-Identifier: MIT
/**
 * How processes are called everywhere in the window: `svchost.exe (4020)`.
 * @module
 */
import { has, pick, t } from '../i18n/i18n.svelte';
import { shortenMiddle } from '../i18n/format';
import type { Reason } from '../../shared/model/document';
import type { ProcKey, ProcNode, ReportModel } from '../model/report-model';

/** Samples are often named after their hash: in running text both ends of such a name are enough. */
const NAME_MAX = 26;

/** File name, or words that say that the log holds none. */
export function nameOf(node: ProcNode | undefined): string {
  return node?.name ?? t('ui.process.unknown');
}

/** The name with its middle cut where it is very long, for running text. */
export function shortName(node: ProcNode | undefined): string {
  return shortenMiddle(nameOf(node), NAME_MAX);
}

function title(model: ReportModel, key: ProcKey | null, max: number): string {
  const node = key === null ? undefined : model.nodes.get(key);
  const name = shortenMiddle(nameOf(node), max);
  return node?.pid == null ? name : t('ui.process.withPid', { name, pid: String(node.pid) });
}

/** `svchost.exe (4020)`, a very long name shortened in the middle; without a pid only the name. */
export function procTitle(model: ReportModel, key: ProcKey | null, max = NAME_MAX): string {
  return title(model, key, max);
}

/** The same with the whole name, for tooltips and for what is copied. */
export function fullTitle(model: ReportModel, key: ProcKey | null): string {
  return title(model, key, Infinity);
}

/** A reason in the reader's language with names no longer than elsewhere. */
export function reasonText(reason: Reason): string {
  const key = `why.${reason.code}`;
  if (!has(key)) return pick(reason);
  const params = Object.entries(reason.params).map(([name, value]): [string, string | number] => {
    const match = typeof value === 'string' ? /^(.*?)( \(\d+\))?$/s.exec(value) : null;
    return [name, match ? shortenMiddle(match[1]!, NAME_MAX) + (match[2] ?? '') : value];
  });
  return t(key, Object.fromEntries(params));
}
