// SPDX-License-Identifier: MIT
/**
 * Objects that outlive one process's calls: every process reference of the report, and sections known by
 * name, through which processes share memory without ever holding a handle to each other.
 * @module
 */
import type { ProcessRef, SectionRef } from '../objects';

export class SharedObjects {
  readonly refs: ProcessRef[] = [];
  readonly namedSections = new Map<string, SectionRef[]>();
  private sections = 0;

  newSection(fields: Omit<SectionRef, 'type' | 'id' | 'localViews'>): SectionRef {
    const section: SectionRef = { type: 'section', id: this.sections++, localViews: [], ...fields };
    if (section.name !== null) {
      const same = this.namedSections.get(section.name);
      if (same) same.push(section);
      else this.namedSections.set(section.name, [section]);
    }
    return section;
  }
}
