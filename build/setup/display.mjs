// SPDX-License-Identifier: MIT
/**
 * Whether a window can be shown, and a virtual display for tests.
 * @module
 */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { TaskError } from './shell.mjs';

/** @returns {Promise<string | null>} why no window can be shown, or null when one can */
export async function displayProblem() {
  if (process.platform !== 'linux') return null;
  if (process.env.WAYLAND_DISPLAY) return null;
  const display = process.env.DISPLAY;
  if (!display) return 'neither DISPLAY nor WAYLAND_DISPLAY is set';
  const local = /^(?:unix)?:(\d+)/.exec(display);
  if (!local) return null;
  const answers = await new Promise((resolve) => {
    const socket = connect(`/tmp/.X11-unix/X${local[1]}`);
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
  return answers ? null : `nothing answers at DISPLAY=${display}`;
}

/** @returns {string[]} switches for a machine that has Wayland and no X */
export const displaySwitches = () =>
  process.env.WAYLAND_DISPLAY && !process.env.DISPLAY ? ['--ozone-platform-hint=auto'] : [];

/**
 * Runs `work` with DISPLAY set to a virtual screen of its own.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withVirtualDisplay(work) {
  if (process.platform !== 'linux') return work();
  // The server picks a free number itself and writes it to descriptor 3.
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp', '-noreset'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const earlier = { DISPLAY: process.env.DISPLAY, WAYLAND_DISPLAY: process.env.WAYLAND_DISPLAY };
  try {
    const number = await new Promise((resolve, reject) => {
      server.on('error', () => reject(new TaskError('Xvfb could not be started; install the package xvfb.')));
      server.on('exit', (code) => reject(new TaskError(`Xvfb ended with code ${code} before it was ready.`)));
      server.stdio[3]?.on('data', (data) => resolve(Number(String(data).trim())));
    });
    process.env.DISPLAY = `:${number}`;
    delete process.env.WAYLAND_DISPLAY;
    return await work();
  } finally {
    for (const [name, value] of Object.entries(earlier)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    server.removeAllListeners('exit');
    server.kill();
  }
}
