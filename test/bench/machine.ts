// SPDX-License-Identifier: MIT
/**
 * What the measurements were made on and with.
 * @module
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import path from 'node:path';
import { ROOT } from '../e2e/harness/places';

export interface Machine {
  processor: string;
  cores: number;
  memoryGB: number;
  system: string;
  /** Load of the last minute, before the measurements: what else was running. */
  load: number;
  versions: Record<string, string>;
}

export function machineFacts(): Machine {
  const { devDependencies } = manifest('package.json') as { devDependencies: Record<string, string> };
  const installed = (name: string): string =>
    name in devDependencies
      ? (manifest(`node_modules/${name}/package.json`) as { version: string }).version
      : '';
  return {
    processor: cpus()[0]?.model.trim() || process.arch,
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 1e9),
    system: `${distribution()}, ${type()} ${release()}`,
    load: loadavg()[0]!,
    versions: {
      Kanshiki: (manifest('package.json') as { version: string }).version,
      Node: process.versions.node,
      Electron: runtimeVersion() ?? installed('electron'),
      Dexie: installed('dexie'),
      Ruby: firstLine('ruby', ['-e', 'print RUBY_VERSION']),
      Python: firstLine('python3', ['-c', 'import platform; print(platform.python_version())']),
      jq: firstLine('jq', ['--version']).replace(/^jq-/, ''),
    },
  };
}

function manifest(file: string): unknown {
  return JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));
}

/** The runtime in use may be another than the package names. */
function runtimeVersion(): string | null {
  try {
    return (manifest('.electron/runtime.json') as { version?: string }).version ?? null;
  } catch {
    return null;
  }
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}

function firstLine(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim()
      .split('\n')[0]!;
  } catch {
    return '';
  }
}
