// SPDX-License-Identifier: MIT
/**
 * Opens what the user named: a report in any of the file formats, a monitor log, or an analysis folder.
 * @module
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { OpenedSource } from '../../shared/ingest/port-ingest';
import { fileError } from '../files/check-readable';
import { openFileSource } from './file-source';
import { openFolderSource } from './folder-source';

export interface OpenOptions {
  /** For an encrypted archive whose password is not the customary one. */
  password?: string;
}

/** Throws UserError `file-*`, `archive-*` or `no-report-found`. */
export async function openSource(place: string, options: OpenOptions = {}): Promise<OpenedSource> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(place)).isDirectory();
  } catch (error) {
    throw fileError(error, path.basename(place));
  }
  return isFolder ? openFolderSource(place) : openFileSource(place, options);
}
