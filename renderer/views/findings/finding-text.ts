// SPDX-License-Identifier: MIT
/**
 * Findings as plain text, for notes and chats: the same facts in the same order as on the screen.
 * @module
 */
import type { FingerprintFinding } from '../../../shared/model/document';
import { num, pick, t } from '../../i18n/i18n.svelte';
import { toldOf } from '../../model/findings';
import type { ReportModel } from '../../model/report-model';
import { adviceFor, artefactWords, ruleTitle, variantsOf } from '../../stores/fingerprint-rules';
import { fullTitle } from '../../stores/names.svelte';

/** Which signatures know a finding, in which sense; only Cuckoo's of 2017 are named where there are none. */
export function noveltyFacts(finding: FingerprintFinding): { name: string; names: string[] }[] {
  const { cuckoo, cape } = finding.knownSignatures;
  return [
    { name: 'cuckoo', names: cuckoo },
    { name: 'variants', names: variantsOf(finding) },
    { name: 'cape', names: cape },
    { name: 'named', names: finding.namedByReport },
  ].filter(({ name, names }) => name === 'cuckoo' || names.length > 0);
}

/** @param calls the calls as text by `callKey`, as far as they are known */
export function findingText(
  findings: readonly FingerprintFinding[],
  model: ReportModel,
  calls: ReadonlyMap<string, string>,
): string {
  const lead = findings[0];
  if (!lead) return '';
  const { report } = model.document;
  const advice = adviceFor(lead.rule, lead.category);
  return [
    `${report.file}  sha256 ${report.sha256}`,
    `${ruleTitle(lead.rule)}  ${fullTitle(model, lead.procId)}`,
    pick(lead.description),
    ...(advice ? [`${t('ui-findings.fact.hide')}: ${advice}`] : []),
    ...findings.flatMap((finding) => [
      '',
      [
        finding.artefact === null ? ruleTitle(finding.rule) : artefactWords(finding.artefact).text,
        t(`ui-findings.told.${toldOf([finding])}`),
        t('ui-findings.times', { count: num(finding.count) }),
      ].join('  '),
      ...noveltyFacts(finding).map(
        ({ name, names }) =>
          `${t(`ui-findings.fact.${name}`)}: ${names.join(', ') || t('ui-findings.fact.none')}`,
      ),
      ...finding.calls.map(
        ({ procId, index, api }) => `  ${calls.get(`${procId}:${index}`) ?? `#${index} ${api}`}`,
      ),
    ]),
  ].join('\n');
}
