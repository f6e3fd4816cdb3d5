import type { Findings } from '../../src/model/findings.ts';
import { makeFindings, sampleSpecs } from './sample-findings.ts';

/** What would run, or break out of its place, wherever a field of the findings is written without care. */
export const POISON = `<img src=x onerror=alert(1)></title></style></script>" onfocus="alert(2)' onfocus='alert(3)`;

/** Fields whose values the schema fixes. */
const FIXED: ReadonlySet<string> = new Set([
  'schema',
  'band',
  'tier',
  'result',
  'event',
  'type',
  'status',
  'ids',
  'first_at',
  'last_at',
  'first_seen',
  'last_seen',
  'from',
  'to',
  'at',
]);

/** Findings with the poison in every free text: names, ids, sentences, digests, units. */
export function hostileFindings(): Findings {
  const findings = makeFindings(sampleSpecs().filter(({ size }) => size < 50));
  return {
    ...findings,
    report: poisoned(findings.report),
    evidence: poisoned(findings.evidence),
    figures: poisoned(findings.figures),
  };
}

function poisoned<Value>(value: Value, key?: string): Value {
  const spoiled: unknown = spoil(value, key);
  return spoiled as Value;
}

function spoil(value: unknown, key?: string): unknown {
  if (typeof value === 'string') return key !== undefined && FIXED.has(key) ? value : `${value}${POISON}`;
  if (Array.isArray(value)) return value.map((item) => spoil(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, spoil(item, name)]));
}
