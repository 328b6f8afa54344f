// SPDX-License-Identifier: MIT
/**
 * Blocks as the ingest sends them, without a report.
 * @module
 */
import { newColumn, SEGMENT_COLUMNS } from '../../../renderer/db/segment';
import type { CallBlock, CallColumns } from '../../../shared/model/call';

/** A block whose records take `argsBytes` each; the deflated ones are as many zeros as there are calls. */
export function block(procId: number, firstRow: number, count: number, argsBytes = 0): CallBlock {
  const columns = Object.fromEntries(SEGMENT_COLUMNS.map((name) => [name, newColumn(name, count)]));
  const index = Uint32Array.from({ length: count }, (_, n) => firstRow + n);
  const argsStart = Uint32Array.from({ length: count }, (_, n) => n * argsBytes);
  return {
    procId,
    firstRow,
    count,
    columns: { ...columns, index, argsStart } as unknown as CallColumns,
    args: new Uint8Array(argsBytes === 0 ? 0 : count),
    argsBytes: count * argsBytes,
    startsCell: true,
  };
}
