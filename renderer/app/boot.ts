// SPDX-License-Identifier: MIT
/**
 * Mounts the window on a host. The pages for Electron and for a browser differ in nothing else.
 * @module
 */
import { mount } from 'svelte';
import {
  addAttempt,
  createCase,
  deleteCase,
  deleteEmptyCase,
  loadSheet,
  renameCase,
  saveSheet,
  touchCase,
  watchCases,
  watchReports,
} from '../db/tables';
import type { Host } from '../host/host';
import { provideServices } from '../stores/services';
import { settings } from '../stores/settings.svelte';
import { messages } from '../stores/toasts.svelte';
import '../styles/tokens.css';
import '../styles/base.css';
import { startStore } from '../workers/store-client';
import App from './App.svelte';
import { applyAppearance } from './theme';

export function boot(host: Host): void {
  // Before anything is drawn, so that no theme flashes.
  applyAppearance(settings.theme, settings.language);
  provideServices({
    host,
    store: startStore(() => host.freeBytes()),
    tables: {
      watchCases: (listener) => watchCases(listener, (error) => messages.fail(error)),
      watchReports: (listener) => watchReports(listener, (error) => messages.fail(error)),
      createCase,
      touchCase,
      renameCase,
      deleteCase,
      deleteEmptyCase,
      loadSheet,
      saveSheet,
      addAttempt,
    },
  });
  mount(App, { target: document.getElementById('app')! });
}
