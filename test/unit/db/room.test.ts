// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { RoomWatch } from '../../../renderer/db/room';
import { BugError, CancelledError, toErrorData, UserError } from '../../../shared/errors/kinds';

const MIB = 1 << 20;

/** Writes a MiB at a time; gives how many were written before it ended or had to wait. */
async function writeUntilHeld(room: RoomWatch, most: number): Promise<number> {
  for (let written = 0; written < most; written += 1) {
    const held = Symbol('held');
    const writing = room.written(MIB).then(
      () => null,
      () => held,
    );
    const turn = new Promise<symbol>((resolve) => setImmediate(() => resolve(held)));
    if ((await Promise.race([writing, turn])) === held) return written;
  }
  return most;
}

test('writing goes on while the room is looked at, but not far without an answer', async () => {
  let answer: (free: number) => void = () => undefined;
  const room = new RoomWatch(() => new Promise((resolve) => (answer = resolve)));
  expect(await writeUntilHeld(room, 100)).toBe(8 + 12 - 1);
  answer(10 * MIB);
  await expect(room.written(MIB)).rejects.toThrow('database-full');
});

test('where there is room, or nobody can tell, nothing is held up', async () => {
  for (const free of [1000 * MIB, null]) {
    const room = new RoomWatch(() => Promise.resolve(free));
    await room.check();
    expect(await writeUntilHeld(room, 200)).toBe(200);
  }
  const unknown = new RoomWatch(() => Promise.reject(new Error('gone')));
  expect(await writeUntilHeld(unknown, 200)).toBe(200);
});

test('with nothing but the reserve left, an import does not begin', async () => {
  await expect(new RoomWatch(() => Promise.resolve(40 * MIB)).check()).rejects.toThrow('database-full');
});

test('a failure of the database is a full disk where only the reserve is left, and its own otherwise', async () => {
  const aborted = new DOMException('The transaction was aborted.', 'AbortError');
  const explained = async (freeBytes: number | null, error: unknown): Promise<unknown> => {
    const { kind, code } = toErrorData(await new RoomWatch(() => Promise.resolve(freeBytes)).explain(error));
    return [kind, code];
  };
  expect(await explained(0, aborted)).toEqual(['user', 'database-full']);
  expect(await explained(1 << 30, aborted)).toEqual(['bug', 'bug']);
  expect(await explained(null, aborted)).toEqual(['bug', 'bug']);
  expect(await explained(0, new UserError('file-changed'))).toEqual(['user', 'file-changed']);
  expect(await explained(0, new CancelledError())).toEqual(['cancelled', 'cancelled']);
  expect(await explained(0, new BugError('x'))).toEqual(['bug', 'bug']);
});
