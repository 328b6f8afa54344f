// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import { nodeHash } from '../../../electron/ingest/file-source';
import { UserError } from '../../../shared/errors/kinds';
import { readInput, type InputListener, type ReadResult } from '../../../shared/ingest/read-input';
import { BatchReader } from '../../../shared/ingest/relay/batch-reader';
import { BatchWriter } from '../../../shared/ingest/relay/batch-writer';
import { CallScanner } from '../../../shared/ingest/tokenizer/call-scanner';
import { RandomReport, seeded } from '../../fuzz/ingest/random-report';
import { plainCall, realReport, realReports } from './reading';
import { memorySource } from './receiving';

type Told = [what: string, ...rest: unknown[]];

/** Writes down everything that it is told. */
function recorder(told: Told[]): InputListener {
  return {
    header: (...args) => told.push(['header', ...args]),
    processSeen: (...args) => told.push(['processSeen', ...args]),
    processBegin: (...args) => told.push(['processBegin', ...args]),
    call: (cursor) => told.push(['call', plainCall(cursor), cursor.flag('protection')]),
    processEnd: (...args) => told.push(['processEnd', ...args]),
    signature: (signature) => told.push(['signature', signature]),
    issue: (issue) => told.push(['issue', issue]),
    section: () => null,
  };
}

const options = { file: 'report.json', createHash: nodeHash, nowMs: () => 0 };

async function outcome(read: () => Promise<ReadResult>): Promise<unknown> {
  try {
    const { header, sha256 } = await read();
    return { header, sha256 };
  } catch (error) {
    if (error instanceof UserError) return error.code;
    throw error;
  }
}

async function direct(bytes: Uint8Array): Promise<unknown> {
  const told: Told[] = [];
  const ended = await outcome(() =>
    readInput(memorySource(bytes), new CallScanner(), recorder(told), options, () => undefined),
  );
  return { told, ended };
}

/** The same through batches, as they go to another thread. */
async function relayed(bytes: Uint8Array): Promise<unknown> {
  const told: Told[] = [];
  const scanner = new CallScanner();
  const reader = new BatchReader(recorder(told));
  const writer = new BatchWriter(scanner, (batch) => reader.read(structuredClone(batch)));
  const ended = await outcome(() =>
    readInput(memorySource(bytes), scanner, writer, options, () => writer.flush()),
  );
  writer.flush();
  return { told, ended };
}

describe('a report read in another thread', () => {
  it.each(realReports().filter((file) => !/large|kovter|modified\/ransom/.test(file)))(
    'tells %s alike',
    async (file) => {
      const bytes = realReport(file);
      expect(await relayed(bytes)).toEqual(await direct(bytes));
    },
  );

  it('tells any report alike, damaged or not', async () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = new RandomReport(seeded(seed));
      let bytes: Uint8Array = Buffer.from(random.report(), 'utf8');
      if (random.chance(0.3)) bytes = random.damaged(bytes);
      expect(await relayed(bytes), `seed ${seed}`).toEqual(await direct(bytes));
    }
  });
});
