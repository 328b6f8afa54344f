// SPDX-License-Identifier: MIT
/**
 * Entry of the page for a plain browser.
 * @module
 */
import { createBrowserHost } from '../host/browser-host';
import { startIngestWorker } from '../workers/ingest-client';
import { boot } from './boot';

boot(createBrowserHost(startIngestWorker));
