import type { Allowance } from '../../model/case.ts';
import type { NewEvent } from '../../model/outbox.ts';
import type { AllowlistEntry } from '../../model/run.ts';
import { get, put, remove, type Step, scan } from '../record.ts';
import { addAudit, sha256 } from './audit.ts';
import { addEvents } from './outbox.ts';

const encoder = new TextEncoder();

/** One entry for each account or entity; a newer one replaces it. The audit row names its key, not whom it is about. */
export function* allow(entry: AllowlistEntry, events: readonly NewEvent[], now: number): Step<Allowance> {
  const name = JSON.stringify([entry.kind, entry.layer, entry.id]);
  const key = sha256([encoder.encode(name)]).slice(0, 16);
  const allowance: Allowance = { ...entry, key, at: now };
  yield* put('allowance', key, allowance);
  const detail = { kind: entry.kind, layer: entry.layer, until: entry.until };
  yield* addAudit({ actor: entry.author, action: 'allowlist.added', subject: key, detail }, now);
  yield* addEvents(events, now);
  return allowance;
}

export function* endAllowance(key: string, actor: string, events: readonly NewEvent[], now: number): Step<boolean> {
  if ((yield* get('allowance', key)) === null) return false;
  yield* remove('allowance', key);
  yield* addAudit({ actor, action: 'allowlist.ended', subject: key, detail: null }, now);
  yield* addEvents(events, now);
  return true;
}

export function* allowances(): Step<readonly Allowance[]> {
  return (yield* scan('allowance')).map(({ body }) => body);
}
