// SPDX-License-Identifier: MIT
import { parse } from 'svelte/compiler';
import ts from 'typescript';
import { expect, test } from 'vitest';
import documents from 'virtual:data/messages';
import { messageTable } from '../../shared/i18n/message-table';
import { read, scriptOf, SHIPPED } from './sources';

const CJK = /[\u3001\u3002\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
const SPOKEN_ATTRIBUTES = new Set(['title', 'alt', 'placeholder', 'aria-label', 'aria-description', 'label']);

/** Names and notations that are the same in every language; a language's name is written in itself. */
const UNIVERSAL =
  /^(Kanshiki|Electron|Chromium|Node|English|PNG|PID|TID|API|ATT&CK|Ctrl|Shift|Alt|Esc|Enter|Tab|Space|Delete|SHA-256|ms|px|kB|MB|GB|x|s)$/;

test('no Japanese stands in code: it belongs in the catalogues', () => {
  const found = SHIPPED.flatMap((file) =>
    literalsOf(file)
      .filter((text) => CJK.test(text) && text.trim() !== '日本語')
      .map((text) => `${file}: ${text}`),
  );
  expect(found).toEqual([]);
});

test('no word stands in markup: it belongs in the catalogues', () => {
  const found = SHIPPED.filter((file) => file.endsWith('.svelte')).flatMap((file) =>
    spokenTexts(file)
      .flatMap((text) => text.match(/[A-Za-z&-]{2,}/g) ?? [])
      .filter((word) => !UNIVERSAL.test(word))
      .map((word) => `${file}: ${word}`),
  );
  expect(found).toEqual([]);
});

test('every message that code names is in the catalogue', () => {
  const { en } = messageTable(documents);
  const unknown = SHIPPED.flatMap((file) =>
    Array.from(read(file).matchAll(/\b(?:t|translate)\('([a-z][\w-]*(?:\.[\w-]+)+)'/g), (match) => match[1]!)
      .filter((key) => !en.has(key))
      .map((key) => `${file}: ${key}`),
  );
  expect(unknown).toEqual([]);
});

/** String literals and template texts of a source, and a component's markup; comments are left out. */
function literalsOf(file: string): string[] {
  const found: string[] = file.endsWith('.svelte') ? spokenTexts(file) : [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node)
    )
      found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, scriptOf(file), ts.ScriptTarget.Latest, false));
  return found;
}

/** What a component's markup says by itself: text, and attributes that are read out or shown. */
function spokenTexts(file: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    const { type, name, value, data } = node as {
      type?: string;
      name?: string;
      value?: unknown;
      data?: string;
    };
    if (type === 'Attribute') {
      if (SPOKEN_ATTRIBUTES.has(name!) && Array.isArray(value)) visit(value);
      return;
    }
    if (type === 'StyleDirective') return;
    if (type === 'Text') found.push(data!);
    else for (const inner of Object.values(node)) visit(inner);
  };
  visit(parse(read(file), { modern: true }).fragment);
  return found;
}
