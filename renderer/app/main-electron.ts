// SPDX-License-Identifier: MIT
/**
 * Entry of the page that Electron shows.
 * @module
 */
import { createElectronHost } from '../host/electron-host';
import { boot } from './boot';

boot(createElectronHost());
