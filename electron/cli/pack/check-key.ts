// SPDX-License-Identifier: MIT
/**
 * Whether a problem set's key agrees with its own logs: the calls it points to, the APIs and processes it names.
 * @module
 */
import { UserError } from '../../../shared/errors/kinds';
import type { CallRef } from '../../../shared/model/document';
import type { LogQuestions, Pack, ReportLog } from '../../../shared/scoring/types';

interface KeyPart {
  path: string;
  reportId: string;
  calls: CallRef[];
  apis: string[];
  pids: number[];
}

/** Everything in the key that a log can bear out, with where it stands. */
function partsOf(pack: Pack): KeyPart[] {
  return pack.key.flatMap((key, at): KeyPart[] => {
    if (key.kind === 'fingerprint')
      return key.findings.map(({ reportId, calls, apis, pid }, position) => ({
        path: `key.${at}.findings.${position}`,
        reportId,
        calls,
        apis,
        pids: [pid],
      }));
    const reportId = pack.questions.find(({ id }) => id === key.questionId)?.reportId;
    if (reportId === null || reportId === undefined) return [];
    if (key.kind === 'processes') {
      const pids = key.answers.map(({ source }) => source.pid);
      return [{ path: `key.${at}.answers`, reportId, calls: [], apis: [], pids }];
    }
    return key.answers.map(({ calls }, position) => ({
      path: `key.${at}.answers.${position}`,
      reportId,
      calls,
      apis: [],
      pids: [],
    }));
  });
}

/** What must be asked of a report's log. */
export function keyQuestions(pack: Pack, reportId: string): LogQuestions {
  const calls = partsOf(pack).flatMap((part) => (part.reportId === reportId ? part.calls : []));
  return { texts: [], pins: calls.map(({ procId, index }) => ({ procId, index })) };
}

/** Throws UserError `pack-invalid` at the first disagreement. */
export function checkKey(pack: Pack, name: string, log: ReportLog): void {
  const apis = new Set(Object.values(log.apisByProcId).flat());
  const pinned = new Map(log.pinnedCalls.map(({ procId, index, api }) => [`${procId}:${index}`, api]));
  for (const part of partsOf(pack)) {
    if (part.reportId !== log.reportId) continue;
    const fail = (reason: string): never => {
      throw new UserError('pack-invalid', { name, path: part.path, reason: `${log.reportId}: ${reason}` });
    };
    for (const { procId, index, api } of part.calls)
      if (pinned.get(`${procId}:${index}`) !== api) fail(`call ${index} of process ${procId} is not ${api}`);
    for (const api of part.apis) if (!apis.has(api)) fail(`${api} does not occur`);
    for (const pid of part.pids)
      if (!log.processes.some((process) => process.pid === pid)) fail(`there is no process with pid ${pid}`);
  }
}
