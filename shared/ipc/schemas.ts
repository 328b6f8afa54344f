// SPDX-License-Identifier: MIT
/**
 * What main accepts from the window: for each channel the shape of its arguments and their greatest size.
 * The page is ours, but what reaches it is not, so nothing is taken on trust.
 * @module
 */
import * as v from 'valibot';
import { BugError } from '../errors/kinds';
import type { InvokeChannel, InvokeMap } from './channels';

/** Bytes that the arguments of one call may take. */
export const MAX_ARGUMENT_BYTES = 64 << 10;
export const MAX_PICTURE_BYTES = 32 << 20;

/** Paths in one `report:register`; callers with more split them. */
export const MAX_PATHS = 64;

const token = v.pipe(v.string(), v.uuid());
const importId = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
const picture = v.pipe(
  v.instance(Uint8Array),
  v.check((bytes) => bytes.byteLength <= MAX_PICTURE_BYTES, 'picture too large'),
  v.check(
    (bytes) => bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47,
    'not a PNG',
  ),
);

type ArgumentSchemas = {
  [C in InvokeChannel]: v.GenericSchema<unknown, Parameters<InvokeMap[C]>>;
};

/** The arguments of each channel, as one tuple. */
export const ARGUMENT_SCHEMAS: ArgumentSchemas = {
  'app:info': v.strictTuple([]),
  'app:free-bytes': v.strictTuple([]),
  'report:choose': v.strictTuple([v.picklist(['one', 'many'])]),
  'report:register': v.strictTuple([
    v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(32_767))), v.maxLength(MAX_PATHS)),
  ]),
  'report:pending': v.strictTuple([]),
  'ingest:start': v.strictTuple([token, importId, v.nullable(v.pipe(v.string(), v.maxLength(1024)))]),
  'ingest:stop': v.strictTuple([importId]),
  'ingest:source': v.strictTuple([importId]),
  'ingest:forget': v.strictTuple([importId]),
  'pack:bundled': v.strictTuple([]),
  'rules:folder': v.strictTuple([]),
  'rules:open-folder': v.strictTuple([]),
  'rules:choose-folder': v.strictTuple([]),
  'rules:default-folder': v.strictTuple([]),
  'export:save-png': v.strictTuple([v.pipe(v.string(), v.minLength(1), v.maxLength(255)), picture]),
  'export:copy-png': v.strictTuple([picture]),
  'app:appearance': v.strictTuple([v.picklist(['light', 'dark', 'system']), v.picklist(['ja', 'en'])]),
};

/** Greatest size of a channel's arguments together. */
export function maxArgumentBytes(channel: InvokeChannel): number {
  return channel.startsWith('export:') ? MAX_PICTURE_BYTES + MAX_ARGUMENT_BYTES : MAX_ARGUMENT_BYTES;
}

/**
 * A lower bound of what plain arguments take, counted no further than `limit`: text at two bytes a unit,
 * binary by its length, anything else a few bytes. Cycles and depth are bounded by the limit.
 */
export function argumentBytes(value: unknown, limit: number): number {
  let total = 0;
  const open: unknown[] = [value];
  while (open.length > 0 && total <= limit) {
    const item = open.pop();
    total += 8;
    if (typeof item === 'string') total += item.length * 2;
    else if (ArrayBuffer.isView(item) || item instanceof ArrayBuffer) total += item.byteLength;
    else if (Array.isArray(item)) {
      if (item.length > limit) return limit + 1;
      for (const inner of item) open.push(inner);
    } else if (item !== null && typeof item === 'object') {
      for (const [key, inner] of Object.entries(item)) open.push(key, inner);
    }
  }
  return total;
}

/** Checks arguments of a channel; throws a BugError that names the trouble but not the contents. */
export function checkArguments<C extends InvokeChannel>(
  channel: C,
  args: unknown[],
): Parameters<InvokeMap[C]> {
  const limit = maxArgumentBytes(channel);
  if (argumentBytes(args, limit) > limit) throw new BugError(`${channel}: arguments too large`);
  const checked = v.safeParse(
    ARGUMENT_SCHEMAS[channel] as v.GenericSchema<unknown, Parameters<InvokeMap[C]>>,
    args,
  );
  if (checked.success) return checked.output;
  const where = checked.issues.map((issue) => `${v.getDotPath(issue) ?? ''} ${issue.type}`).join('; ');
  throw new BugError(`${channel}: bad arguments: ${where}`);
}
