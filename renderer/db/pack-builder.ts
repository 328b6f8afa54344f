// SPDX-License-Identifier: MIT
/**
 * Puts the records of arriving blocks together into packs, which are stored as one record each: a database takes
 * a few large records for less than half of what it takes for many small ones. The borders of packs follow from
 * the calls alone, as those of cells do, so that a second reading of the report makes the same packs.
 * @module
 */
import { BLOCK_MAX_CALLS, type CallBlock } from '../../shared/model/call';
import { packLengths } from './column-codec';

/** A pack's lengths stay with it in the database's own files; more of them would move to a file of their own. */
const PACK_CALLS = 16 << 10;
/** Inflated; of generated and real reports this is about one MB deflated. */
const PACK_BYTES = 6 << 20;

/** Processes whose last pack is kept open, as with segments. */
const MAX_OPEN = 8;

/** A block without its columns, which stand in segments. */
export interface RecordsBlock {
  firstRow: number;
  count: number;
  /** zlib raw-deflate of the records, one after another. */
  args: Uint8Array;
  /** Bytes of `args` when inflated. */
  argsBytes: number;
  /** Of the inflated records. */
  lengths: Uint16Array | Uint32Array;
}

/** Consecutive blocks of one process. */
export interface Pack {
  procId: number;
  firstRow: number;
  blocks: RecordsBlock[];
  /** Deflated. */
  bytes: number;
}

interface OpenPack extends Pack {
  calls: number;
  argsBytes: number;
}

export class PackBuilder {
  /** Packs being filled, by process; the one used last stands last. */
  readonly #open = new Map<number, OpenPack>();

  /** Adds a block; gives back packs to be stored. */
  append({ procId, firstRow, count, columns, args, argsBytes, startsCell }: CallBlock): Pack[] {
    const ready: Pack[] = [];
    let pack = this.#open.get(procId);
    if (pack && startsCell && (pack.calls + BLOCK_MAX_CALLS > PACK_CALLS || pack.argsBytes >= PACK_BYTES)) {
      ready.push(pack);
      pack = undefined;
    }
    pack ??= { procId, firstRow, blocks: [], bytes: 0, calls: 0, argsBytes: 0 };
    pack.blocks.push({
      firstRow,
      count,
      args,
      argsBytes,
      lengths: packLengths(columns.argsStart, argsBytes),
    });
    pack.bytes += args.length;
    pack.calls += count;
    pack.argsBytes += argsBytes;
    this.#open.delete(procId);
    this.#open.set(procId, pack);
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= MAX_OPEN) break;
      ready.push(...this.close(oldest));
    }
    return ready;
  }

  /** Hands out what is left of a process. */
  close(procId: number): Pack[] {
    const pack = this.#open.get(procId);
    this.#open.delete(procId);
    return pack ? [pack] : [];
  }

  /** Hands out all that is left. */
  finish(): Pack[] {
    return [...this.#open.keys()].flatMap((procId) => this.close(procId));
  }

  /** The blocks of a process that stand in no finished pack. */
  openBlocks(procId: number): readonly RecordsBlock[] {
    return this.#open.get(procId)?.blocks ?? [];
  }
}
