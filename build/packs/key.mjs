// SPDX-License-Identifier: MIT
/**
 * Fills the key of a pack in: the labels that its source names become calls of the generated reports.
 * @module
 */

/**
 * @typedef {import('./report.mjs').BuiltReport} BuiltReport
 * @typedef {Map<string, BuiltReport>} Reports reports by id
 */

/**
 * @param {any[]} key entries of the source's key
 * @param {Reports} reports
 * @param {Map<string, string>} reportOfQuestion report id by question id
 */
export function resolveKey(key, reports, reportOfQuestion) {
  return key.map((entry) => {
    if (entry.kind === 'processes') return entry;
    if (entry.kind === 'fingerprint')
      return {
        ...entry,
        findings: entry.findings.map((/** @type {any} */ finding) => resolveFinding(finding, reports)),
      };
    const reportId = reportOfQuestion.get(entry.questionId) ?? '';
    return {
      ...entry,
      answers: entry.answers.map((/** @type {any} */ answer) => ({
        ...answer,
        calls: callsOf(answer.calls, reportId, reports),
      })),
    };
  });
}

/** @param {any} finding @param {Reports} reports */
function resolveFinding(finding, reports) {
  const calls = callsOf(finding.calls, finding.reportId, reports);
  const process = reports.get(finding.reportId)?.processes.find(({ procId }) => procId === calls[0]?.procId);
  if (!process || calls.some(({ procId }) => procId !== process.procId))
    throw new Error(`finding ${finding.id}: its calls are not those of one process`);
  const unnamed = finding.apis.filter((/** @type {string} */ api) => !calls.some((call) => call.api === api));
  if (unnamed.length > 0) throw new Error(`finding ${finding.id}: no call of ${unnamed.join(', ')}`);
  return { ...finding, pid: process.pid, process: process.name, calls };
}

/** @param {string[]} labels @param {string} reportId @param {Reports} reports */
function callsOf(labels, reportId, reports) {
  return labels.flatMap((label) => {
    const calls = reports.get(reportId)?.labels.get(label);
    if (!calls) throw new Error(`report ${reportId} has no calls labelled ${label}`);
    return calls;
  });
}
