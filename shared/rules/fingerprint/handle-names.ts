// SPDX-License-Identifier: MIT
/**
 * Names behind the handles of one process, as far as fingerprinting needs them: registry keys, object
 * directories and devices. Older monitors log a value's name and a handle, nothing else.
 * @module
 */
import { handleArgument } from '../../analysis/handles';
import type { CallCursor } from '../../model/call';
import { HIVE_HANDLES, isAbsoluteKey } from './paths';

const MAX_HANDLES = 8192;
const MAX_NAME = 1024;

export class HandleNames {
  private readonly keys = new Map<number, string>();
  private readonly objects = new Map<number, string>();
  private readonly files = new Map<number, string>();

  /** The whole name of the key that a call opens, or null where only a part is known. Remembers its handle. */
  openKey(c: CallCursor): string | null {
    const name = this.keyToOpen(c);
    if (name === null || c.ok === false) return name;
    remember(this.keys, handleArgument(c, 'key_handle'), name);
    return name;
  }

  private keyToOpen(c: CallCursor): string | null {
    const full = c.text('regkey');
    if (full !== null && isAbsoluteKey(full)) return full;
    const below = c.text('regkey_r') ?? full;
    const base = this.keyOf(handleArgument(c, 'base_handle'));
    if (base === null) return below;
    return below === null || below === '' ? base : `${base}\\${below}`;
  }

  /** `KEY\VALUE` that a call reads, or null. */
  value(c: CallCursor): string | null {
    const full = c.text('regkey');
    if (full !== null && isAbsoluteKey(full)) return full;
    const name = c.text('regkey_r') ?? c.text('key_name') ?? full;
    const base = this.keyOf(handleArgument(c, 'key_handle') ?? handleArgument(c, 'base_handle'));
    if (base === null) return name;
    return name === null || name === '' ? base : `${base}\\${name}`;
  }

  /** The key whose subkeys, values or facts a call asks for, or null. */
  queriedKey(c: CallCursor): string | null {
    const known = this.keyOf(handleArgument(c, 'key_handle'));
    if (known !== null) return known;
    const full = c.text('regkey');
    if (full === null || !isAbsoluteKey(full)) return null;
    const child = c.text('key_name') ?? c.text('regkey_r');
    return child && full.endsWith(`\\${child}`) ? full.slice(0, -child.length - 1) : full;
  }

  /** Forgets a closed key. Nothing is asked by closing it. */
  closeKey(c: CallCursor): null {
    if (this.keys.size === 0) return null;
    const handle = handleArgument(c, 'key_handle');
    if (handle !== null) this.keys.delete(handle);
    return null;
  }

  /** The handle of an opened key that nobody asks about. */
  forgetKey(c: CallCursor): void {
    if (this.keys.size > 0 && c.ok !== false) this.closeKey(c);
  }

  openObject(c: CallCursor): string | null {
    const name = c.text('dirpath');
    if (name !== null && c.ok !== false) remember(this.objects, handleArgument(c, 'directory_handle'), name);
    return name;
  }

  object(c: CallCursor): string | null {
    const handle = handleArgument(c, 'directory_handle');
    return handle === null ? null : (this.objects.get(handle) ?? null);
  }

  /** Remembers what a file handle stands for. */
  openFile(c: CallCursor, name: string): void {
    if (c.ok !== false) remember(this.files, handleArgument(c, 'file_handle'), name);
  }

  /** The file or device behind the first of the arguments that is known. */
  file(c: CallCursor, args: readonly string[]): string | null {
    for (const arg of args) {
      const handle = handleArgument(c, arg);
      const name = handle === null ? undefined : this.files.get(handle);
      if (name !== undefined) return name;
    }
    return null;
  }

  private keyOf(handle: number | null): string | null {
    if (handle === null) return null;
    return HIVE_HANDLES.get(handle >>> 0) ?? this.keys.get(handle) ?? null;
  }
}

function remember(table: Map<number, string>, handle: number | null, name: string): void {
  if (handle === null || handle <= 0) return;
  // A full table forgets: handles of a hostile log must not grow without bound.
  if (table.size >= MAX_HANDLES && !table.has(handle)) table.clear();
  table.set(handle, name.length > MAX_NAME ? name.slice(0, MAX_NAME) : name);
}
