// SPDX-License-Identifier: MIT
/**
 * Plays the script of one process: scripted calls stand where the script says, harmless activities run between
 * them on the process's threads in turn.
 * @module
 */
import { CHECKS } from './checks.mjs';
import * as own from './noise/own-objects.mjs';
import * as outside from './noise/outside.mjs';
import * as storage from './noise/storage.mjs';
import * as system from './noise/system.mjs';
import { ProcessLog } from './process-log.mjs';

/** Activities and how often each comes up, by profile. @type {Record<string, [(scene: any) => Generator, number][]>} */
const PROFILES = {
  start: [
    [system.library, 14],
    [system.missingLibrary, 1],
    [own.ownMemory, 4],
    [storage.registryRead, 3],
    [storage.fileLook, 2],
  ],
  program: [
    [storage.registryRead, 8],
    [storage.registryNative, 3],
    [storage.registryMissing, 3],
    [storage.fileRead, 6],
    [storage.fileWrite, 4],
    [storage.fileLook, 5],
    [storage.folderList, 2],
    [system.library, 5],
    [system.missingLibrary, 1],
    [own.ownMemory, 5],
    [own.ownSection, 2],
    [own.ownThread, 1],
    [own.clock, 4],
    [own.mutex, 2],
    [system.com, 2],
    [system.resource, 3],
    [own.duplicate, 1],
    [system.service, 1],
    [outside.desktop, 4],
    [outside.hashing, 1],
    [outside.fileVersion, 1],
    [outside.sockets, 1],
  ],
  network: [
    [outside.sockets, 6],
    [outside.request, 6],
    [storage.registryRead, 4],
    [storage.fileWrite, 3],
    [own.clock, 4],
    [own.mutex, 2],
    [own.ownMemory, 2],
    [outside.hashing, 2],
  ],
};

/** Every handle value that a script names itself. @param {any} scenes @returns {number[]} */
export function scriptedHandles(scenes) {
  return (scenes ?? []).flatMap((/** @type {any} */ scene) => [
    ...Object.entries(scene.with ?? {})
      .filter(([name, value]) => /(^|_)handle$/.test(name) && typeof value === 'string')
      .map(([, value]) => Number(value))
      .filter((value) => value > 0 && value < 0x10000),
    ...(scene.call && typeof scene.returns === 'number' && scene.returns < 0x10000 ? [scene.returns] : []),
    ...scriptedHandles(scene.scenes),
  ]);
}

/**
 * @typedef {object} Played
 * @property {ProcessLog} log
 * @property {Map<string, number[]>} labels positions of the labelled calls
 */

/**
 * @param {object} facts
 * @param {any} facts.process an entry of a log's `processes`
 * @param {number} facts.firstSeen seconds since 1970
 * @param {number} facts.startMs when its first call comes, after firstSeen
 * @param {import('./random.mjs').Random} facts.random
 * @param {any} facts.words
 * @param {(text: string) => string} facts.fill
 * @returns {Played}
 */
export function playScript({ process, firstSeen, startMs, random, words, fill }) {
  const tid = process.tid;
  const threads = [tid, ...(process.threads ?? [tid + 8, tid + 24])];
  const log = new ProcessLog({
    pid: process.pid,
    tid,
    threads,
    firstSeen,
    random,
    reservedHandles: scriptedHandles(process.scenes),
  });
  log.wait(startMs);
  /** @type {Map<string, number[]>} */
  const labels = new Map();

  /** @param {any} scene */
  function playScene(scene) {
    const from = log.calls.length;
    if (scene.noise) playNoise(scene);
    else if (scene.wait) log.wait(scene.wait);
    else if (scene.call) playCall(scene);
    else if (scene.check) playCheck(scene);
    else if (scene.repeat) for (let turn = 0; turn < scene.repeat; turn++) scene.scenes.forEach(playScene);
    else throw new Error(`pid ${process.pid}: no such scene ${JSON.stringify(scene)}`);
    if (scene.label) {
      const positions = Array.from({ length: log.calls.length - from }, (_, index) => from + index);
      labels.set(scene.label, [...(labels.get(scene.label) ?? []), ...positions]);
    }
  }

  /** @param {any} scene */
  function playCall(scene) {
    const args = Object.fromEntries(
      Object.entries(scene.with ?? {}).map(([name, value]) => [name, argument(value)]),
    );
    log.call(scene.call, args, {
      returns: scene.returns,
      failure: scene.failure,
      tid: scene.tid,
      flags: scene.flags,
      buffer: scene.dump ? random.hex(40) : undefined,
    });
  }

  /** A text with {user} filled in, or a buffer of a given start and random rest. @param {any} value */
  function argument(value) {
    if (typeof value === 'string') return fill(value);
    if (value && typeof value === 'object' && 'randomBytes' in value)
      return `${value.head ?? ''}${random.bytes(value.randomBytes)}`;
    return value;
  }

  /** @param {any} value @returns {any} */
  function fillDeep(value) {
    if (typeof value === 'string') return fill(value);
    if (Array.isArray(value)) return value.map(fillDeep);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fillDeep(inner)]));
  }

  /** @param {any} scene */
  function playCheck(scene) {
    const check = CHECKS[scene.check];
    if (!check) throw new Error(`pid ${process.pid}: no check ${scene.check}`);
    check(log, fillDeep(scene.of));
  }

  /** @param {any} scene */
  function playNoise({ noise, calls = 100 }) {
    if (noise === 'walk') return drain(system.processWalk(sceneFor(tid)));
    if (noise === 'runtime') return drain(system.runtimeStart(sceneFor(tid)));
    const profile = PROFILES[noise];
    if (!profile) throw new Error(`pid ${process.pid}: no noise profile ${noise}`);
    const end = log.calls.length + calls;
    /** @type {(Generator | null)[]} */
    const running = threads.map(() => null);
    const turns = noise === 'start' ? 1 : threads.length;
    while (log.calls.length < end) {
      // The first thread does most of the work; the others join in now and then.
      const thread = turns === 1 || random.chance(0.7) ? 0 : random.int(1, turns - 1);
      running[thread] ??= pickActivity(profile)(sceneFor(threads[thread] ?? tid));
      const steps = random.int(1, 6);
      for (let step = 0; step < steps; step++) {
        if (running[thread]?.next().done) {
          running[thread] = null;
          break;
        }
      }
      if (random.chance(0.05)) log.wait(random.pick([31, 62, 94]));
    }
    for (const activity of running) if (activity) drain(activity);
  }

  /** @param {[(scene: any) => Generator, number][]} profile */
  function pickActivity(profile) {
    const total = profile.reduce((sum, [, weight]) => sum + weight, 0);
    let rest = random.int(1, total);
    for (const [activity, weight] of profile) {
      rest -= weight;
      if (rest <= 0) return activity;
    }
    throw new Error('unreachable');
  }

  /** @param {number} thread @returns {import('./noise/system.mjs').Scene} */
  const sceneFor = (thread) => ({ log, tid: thread, random, words, fill });

  for (const scene of process.scenes ?? []) playScene(scene);
  return { log, labels };
}

/** @param {Generator} activity */
function drain(activity) {
  while (!activity.next().done);
}
