// SPDX-License-Identifier: MIT
/**
 * The shape of conditions over findings, for `needs` and `company`: the engine of `../conditions`, whose facts
 * here are the findings of one process; kinds are rule ids, flags `strong`, `found` and `category-NAME`.
 * @module
 */
import * as v from 'valibot';
import type { Condition } from '../conditions';

const name = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/));
const flags = v.array(name);

export const conditionSchema: v.GenericSchema<Condition> = v.union([
  v.strictObject({ all: v.pipe(v.array(v.lazy(() => conditionSchema)), v.minLength(1)) }),
  v.strictObject({ any: v.pipe(v.array(v.lazy(() => conditionSchema)), v.minLength(1)) }),
  v.strictObject({ none: v.pipe(v.array(v.lazy(() => conditionSchema)), v.minLength(1)) }),
  v.strictObject({
    fact: v.union([name, v.array(name)]),
    is: v.optional(flags),
    'is-any': v.optional(flags),
    not: v.optional(flags),
    after: v.optional(v.string()),
    as: v.optional(v.string()),
    min: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  }),
]) as v.GenericSchema<Condition>;
