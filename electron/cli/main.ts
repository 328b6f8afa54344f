// SPDX-License-Identifier: MIT
/**
 * The headless command `kanshiki`: reads the command line and sets the exit code. Each command is one file in
 * `commands/`.
 * @module
 */
import { Command, CommanderError } from 'commander';
import { isMainThread } from 'node:worker_threads';
import { addAnalyze } from './commands/analyze';
import { addGrade } from './commands/grade';
import { addPack } from './commands/pack';
import { EXIT, exitCodeOf, reportError } from './failure';
import { listenForInterrupt } from './interrupt';
import { serveJobs } from './job-pool';

declare const __KANSHIKI_VERSION__: string;

async function main(argv: readonly string[]): Promise<void> {
  listenForInterrupt();
  const program = new Command('kanshiki')
    .description('Reads sandbox reports and tells who created and injected into whom, call by call.')
    .version(typeof __KANSHIKI_VERSION__ === 'string' ? __KANSHIKI_VERSION__ : '0.0.0')
    .option('--verbose', 'print stack traces of errors')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.trimEnd().split('\n')[0] + '\n') });
  addAnalyze(program);
  addGrade(program);
  addPack(program);
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    else {
      reportError(error, argv.includes('--verbose'));
      process.exitCode = exitCodeOf(error);
    }
  }
}

if (isMainThread) void main(process.argv.slice(2));
else serveJobs();
