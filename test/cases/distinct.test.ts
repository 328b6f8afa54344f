// SPDX-License-Identifier: MIT
/** The cases of techniques say something each: no two are alike but for names and numbers, half are no injection. */
import { expect, it } from 'vitest';
import type { Case, CaseCall } from '../../shared/rules/case-language';
import { techniqueCases } from './case-files';

const cases = techniqueCases();

/** What remains of a case without names and numbers: calls, arguments, outcome, and what is expected. */
function shapeOf({ dialect, processes, expected, tree }: Case): string {
  const pids = processes.map((process) => process.pid);
  const place = (pid: string): string =>
    `${pids.indexOf(Number(pid.split('#')[0]))}${pid.includes('#') ? '#' : ''}`;
  return JSON.stringify([
    dialect,
    processes.map(({ calls, tracked, ppid, modules }) => [
      calls.map(callShape),
      tracked,
      ppid === null,
      modules.length,
    ]),
    expected.map(({ verdict, technique, source, target, raised }) => [
      verdict,
      technique,
      place(source),
      place(target),
      raised,
    ]),
    tree?.map(place),
  ]);
}

function callShape({ api, args, ok, caller }: CaseCall): unknown {
  return [api, args.map((arg) => [arg.name, kindOf(arg.text)]), ok, caller !== null];
}

/** Numbers that decide by their kind, and texts: pseudo-handles, 0, 64 bits, images, constants. */
function kindOf(text: string): string {
  if (/^(0x0*|0)$/.test(text)) return '0';
  if (/^0xf{7,8}[ef]$|^0xf{15}[ef]$/i.test(text)) return text.length > 10 ? 'self-64' : 'self';
  if (/^(0x[0-9a-f]+|\d+)$/i.test(text)) return BigInt(text) > 0xffff_ffffn ? 'wide' : 'number';
  return /^PAGE_|\|/.test(text) ? text : text.startsWith('MZ') ? 'image' : 'text';
}

it('no two cases are alike but for names and numbers', () => {
  const first = new Map<string, string>();
  const twins: string[] = [];
  for (const test of cases) {
    const shape = shapeOf(test);
    const twin = first.get(shape);
    if (twin === undefined) first.set(shape, test.name);
    else twins.push(`${twin} = ${test.name}`);
  }
  expect(twins).toEqual([]);
});

it('there are at least 130 cases, and at least half of them are harmless or partial', () => {
  const injections = cases.filter((test) => test.expected.some((edge) => edge.verdict === 'injection'));
  expect(cases.length).toBeGreaterThanOrEqual(130);
  expect(injections.length / cases.length).toBeLessThanOrEqual(0.5);
});

it('names are said once', () => {
  const names = cases.map((test) => test.name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
