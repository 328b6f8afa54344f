// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { RoomWatch } from '../../../renderer/db/room';

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
