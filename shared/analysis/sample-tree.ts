// SPDX-License-Identifier: MIT
/**
 * Which processes are the sample's doing: those that descend from it by creation, injection or launch.
 * @module
 */
import type { Edge, ProcessSummary, ReportSummary } from '../model/document';
import { baseName } from './join';

/** The process that matches the sample, else the first tracked one with calls, else none. */
export function sampleProcess(
  processes: readonly ProcessSummary[],
  sample: ReportSummary['sample'],
): ProcessSummary | null {
  const name = sample?.name?.toLowerCase() ?? null;
  const tracked = processes.filter((process) => process.tracked !== false);
  if (name) {
    const stem = name.replace(/\.[^.]+$/, '');
    const byImage = tracked.find((process) => {
      const image = (baseName(process.path) ?? process.name ?? '').toLowerCase();
      return (
        image === name || image === `${name}.exe` || (stem.length >= 8 && image.startsWith(stem.slice(0, 60)))
      );
    });
    if (byImage) return byImage;
    const byArgument = tracked.find((process) => process.commandLine?.toLowerCase().includes(name));
    if (byArgument) return byArgument;
  }
  return tracked.find((process) => process.calls > 0) ?? tracked[0] ?? null;
}

/** procIds in the tree under `root`; attempts and partial signs do not make a process the sample's. */
export function descendants(root: number | null, edges: readonly Edge[]): Set<number> {
  const inside = new Set<number>();
  if (root === null) return inside;
  const next = new Map<number, number[]>();
  for (const edge of edges) {
    if (edge.sourceProcId === null || edge.targetProcId === null) continue;
    if (edge.kind === 'injection' && edge.verdict !== 'injection' && edge.basis !== 'signature') continue;
    const targets = next.get(edge.sourceProcId);
    if (targets) targets.push(edge.targetProcId);
    else next.set(edge.sourceProcId, [edge.targetProcId]);
  }
  const queue = [root];
  for (let procId = queue.pop(); procId !== undefined; procId = queue.pop()) {
    if (inside.has(procId)) continue;
    inside.add(procId);
    queue.push(...(next.get(procId) ?? []));
  }
  return inside;
}
