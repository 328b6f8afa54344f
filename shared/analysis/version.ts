// SPDX-License-Identifier: MIT
/**
 * The analyzer's own version: results carry it, and stored reports are analysed again when it differs.
 * @module
 */
export const ANALYZER_VERSION = '1.0.0';
