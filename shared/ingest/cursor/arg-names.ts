// SPDX-License-Identifier: MIT
/**
 * Normal names of arguments, asked of the catalogue once for each API and spelling, then looked up by number.
 * @module
 */

/** The catalogue's answer: see `normalArgName` in shared/analysis/catalogue. */
export type NormalArgName = (api: string, rawName: string) => string;

export class ArgNames {
  private readonly ids = new Map<string, number>();
  /** By API id + 1 and key id: normal id + 1, 0 where not asked yet. */
  private readonly tables: (Uint16Array | undefined)[] = [];

  constructor(private readonly normalArgName: NormalArgName) {}

  /** Number of a normal name. */
  idOf(name: string): number {
    let id = this.ids.get(name);
    if (id === undefined) {
      id = this.ids.size;
      this.ids.set(name, id);
    }
    return id;
  }

  /** Table of an API: normal id + 1 by key id, 0 where `ask` must be called. Too short for late keys. */
  tableOf(apiId: number): Uint16Array {
    return this.tables[apiId + 1] ?? this.addTable(apiId + 1, 64);
  }

  /** Normal id of a spelling, remembered in the API's table; -1 for a spelling without number that is not known yet. */
  ask(apiId: number, api: string, keyId: number, rawName: string): number {
    const name = this.normalArgName(api, rawName);
    // Spellings without number are beyond what the key table holds: hostile, and not to be remembered.
    if (keyId < 0) return this.ids.get(name) ?? -1;
    const id = this.idOf(name);
    if (id < 65_535) {
      let table = this.tableOf(apiId);
      if (keyId >= table.length)
        table = this.addTable(apiId + 1, Math.max(keyId + 1, table.length * 2), table);
      table[keyId] = id + 1;
    }
    return id;
  }

  /** The normal name itself. */
  normal(api: string, rawName: string): string {
    return this.normalArgName(api, rawName);
  }

  private addTable(slot: number, size: number, before?: Uint16Array): Uint16Array {
    const table = new Uint16Array(size);
    if (before) table.set(before);
    while (this.tables.length <= slot) this.tables.push(undefined);
    this.tables[slot] = table;
    return table;
  }
}
