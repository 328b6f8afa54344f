// SPDX-License-Identifier: MIT
/**
 * Where programs lie in a target and where they start to run, as the source learned it: by reading their
 * headers, or as the report lists the target's modules.
 * @module
 */
import type { ProcessHeader } from './analyzer';
import type { Fact } from './facts';
import { baseName } from './images';

export interface KnownImage {
  base: bigint;
  end: bigint;
  /** Where it starts to run, or null where the header was not in the log. */
  entry: bigint | null;
}

/** What is taken as an image's size where the log does not tell it: its header. */
const HEADER_BYTES = 0x1000n;

export function imagesRead(facts: readonly Fact[], target: ProcessHeader | null): KnownImage[] {
  const images: KnownImage[] = [];
  const program = target?.modules.find((m) => baseName(m.path)?.toLowerCase() === target.name?.toLowerCase());
  if (program) images.push({ base: program.base, end: program.base + program.size, entry: null });
  for (const fact of facts) {
    if (fact.kind !== 'read' || !fact.ok || !fact.image || fact.address === null) continue;
    const { header, entry, size } = fact.image;
    // The PE header may be read on its own, after the DOS header that leads to it.
    const base = header !== null ? fact.address : dosBaseOf(facts, fact.address);
    if (base === null) continue;
    images.push({
      base,
      end: base + (size ?? HEADER_BYTES),
      entry: entry === null || entry === 0n ? null : base + entry,
    });
  }
  return images;
}

function dosBaseOf(facts: readonly Fact[], peAt: bigint): bigint | null {
  const dos = facts.find(
    (fact) =>
      fact.kind === 'read' &&
      fact.address !== null &&
      fact.image?.header != null &&
      fact.address + fact.image.header === peAt,
  );
  return dos?.address ?? null;
}
