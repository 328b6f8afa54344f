// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { LAYERS, layerOf, problemOf } from '../../build/lint/layers.mjs';
import { importsOf, resolveImport } from './imports';
import { CODE, SHIPPED } from './sources';

const graph = new Map(CODE.map((file) => [file, importsOf(file)]));

test('every source file belongs to a layer', () => {
  expect(CODE.filter((file) => !layerOf(file))).toEqual([]);
});

test('every import obeys the layer map', () => {
  const problems = [...graph].flatMap(([file, imports]) =>
    imports.flatMap(({ specifier }) => {
      const problem = problemOf(
        file,
        specifier,
        (relative) => resolveImport(file, relative) ?? `missing ${relative}`,
      );
      return problem ? [`${file}: ${problem}`] : [];
    }),
  );
  expect(problems).toEqual([]);
});

test('the map itself keeps electron and renderer apart and shared on its own', () => {
  const side = (name: string): string => name.split('/')[0]!;
  const crossings = LAYERS.filter((layer) =>
    ['shared', 'electron', 'renderer'].includes(side(layer.name)),
  ).flatMap((layer) =>
    layer.layers
      .filter((other) => other !== 'shared' && side(other) !== side(layer.name))
      .map((other) => `${layer.name} -> ${other}`),
  );
  expect(crossings).toEqual([]);
  expect(LAYERS.find((layer) => layer.name === 'shared')).toMatchObject({ layers: [], node: 'none' });
});

test('only renderer/db knows dexie, only renderer/graph knows cytoscape, only handle.ts knows ipcMain', () => {
  const importers = (pattern: RegExp): string[] =>
    SHIPPED.filter((file) => graph.get(file)!.some(({ specifier }) => pattern.test(specifier)));
  expect(importers(/^dexie/).filter((file) => !file.startsWith('renderer/db/'))).toEqual([]);
  expect(importers(/^cytoscape/).filter((file) => !file.startsWith('renderer/graph/'))).toEqual([]);
});

test('no module that ships imports itself in a circle', () => {
  const shipped = new Set(SHIPPED);
  const next = (file: string): string[] =>
    graph
      .get(file)!
      .filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !specifier.includes('?') && !typeOnly)
      .flatMap(({ specifier }) => resolveImport(file, specifier) ?? [])
      .filter((target) => shipped.has(target));
  expect(circlesOf(SHIPPED, next)).toEqual([]);
});

/** Circles met on a depth-first walk, each written from its first file back to it. */
function circlesOf(files: readonly string[], next: (file: string) => string[]): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) circles.push([...trail.slice(at), file].join(' -> '));
    if (at >= 0 || done.has(file)) return;
    for (const target of next(file)) walk(target, [...trail, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  return circles;
}
