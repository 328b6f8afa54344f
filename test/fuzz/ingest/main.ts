// SPDX-License-Identifier: MIT
/**
 * `npm run fuzz -- [seconds] [seed]`: rounds of the ingest fuzz for so long, from a seed that is printed. A seed
 * that fails is kept in fuzz.test.ts.
 * @module
 */
import { fuzzOnce } from './fuzz-once';

const seconds = Number(process.argv[2] ?? 60);
const first = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 31));
const endMs = performance.now() + seconds * 1000;
let rounds = 0;
const failed: number[] = [];

console.log(`fuzz: ${seconds} s from seed ${first}`);
while (performance.now() < endMs && failed.length < 10) {
  const seed = first + rounds++;
  try {
    fuzzOnce(seed);
  } catch (error) {
    failed.push(seed);
    console.log(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
console.log(
  `fuzz: ${rounds} rounds, ${failed.length === 0 ? 'no failure' : `failed seeds: ${failed.join(', ')}`}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
