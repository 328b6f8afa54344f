// SPDX-License-Identifier: MIT
/**
 * What a format is: how documents become text. One file a format in this folder.
 * @module
 */
import type { Translate } from '../../../shared/i18n/translate';
import type { AnalysisDocument } from '../../../shared/model/document';

export interface DocumentFormat {
  /** Of files written into a folder. */
  extension: string;
  /** Text of one document that stands alone, in pieces: whole it may be larger than the document. */
  one(document: AnalysisDocument, translate: Translate): Iterable<string>;
  /** Text around and between several. */
  list: {
    open: string;
    between: string;
    close: string;
    item(document: AnalysisDocument, translate: Translate): Iterable<string>;
  };
}
