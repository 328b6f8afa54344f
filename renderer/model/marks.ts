// SPDX-License-Identifier: MIT
/**
 * The contest's tags and the categories of APIs, as letters and colours. Pure.
 * @module
 */
import { MARK } from '../../shared/model/call';

export type Tag = keyof typeof MARK;

export const TAGS = Object.keys(MARK) as Tag[];

/** Tags of a call in the contest's order. */
export function tagsOf(marks: number): Tag[] {
  return TAGS.filter((tag) => (marks & MARK[tag]) !== 0);
}

/** Groups that share a colour and a letter. */
export type CategoryGroup =
  'process' | 'file' | 'registry' | 'network' | 'system' | 'sync' | 'crypto' | 'other';

const GROUPS: Record<string, CategoryGroup> = {
  process: 'process',
  threading: 'process',
  memory: 'process',
  section: 'process',
  hooking: 'process',
  file: 'file',
  filesystem: 'file',
  device: 'file',
  resource: 'file',
  registry: 'registry',
  network: 'network',
  netapi: 'network',
  socket: 'network',
  internet: 'network',
  browser: 'network',
  iexplore: 'network',
  system: 'system',
  exception: 'system',
  services: 'system',
  service: 'system',
  notification: 'system',
  __notification__: 'system',
  synchronisation: 'sync',
  synchronization: 'sync',
  crypto: 'crypto',
  certificate: 'crypto',
};

export function categoryGroup(category: string): CategoryGroup {
  return GROUPS[category.toLowerCase()] ?? 'other';
}

/** The letter that stands beside the colour. */
export const GROUP_LETTER: Record<CategoryGroup, string> = {
  process: 'P',
  file: 'F',
  registry: 'R',
  network: 'N',
  system: 'S',
  sync: 'Y',
  crypto: 'C',
  other: 'O',
};
