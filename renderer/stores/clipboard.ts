// SPDX-License-Identifier: MIT
/**
 * Text to the clipboard.
 * @module
 */
import { messages } from './toasts.svelte';

/** Copies text and says so; an unreachable clipboard is an error the user hears of. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Where the permission is missing, the old way through a selection still works.
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'visually-hidden';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) {
      messages.fail({ kind: 'user', code: 'clipboard-refused', params: {} });
      return;
    }
  }
  messages.say('ui.copied');
}
