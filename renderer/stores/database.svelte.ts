// SPDX-License-Identifier: MIT
/**
 * How much room the database takes: asked for when reports come or go, and slowly while importing.
 * @module
 */
import { services } from './services';

class Database {
  bytes: number | null = $state(null);

  /** Asks now; a browser that cannot say leaves the figure out. */
  async refresh(): Promise<void> {
    this.bytes = await services()
      .store.databaseBytes()
      .catch(() => null);
  }
}

export const database = new Database();
