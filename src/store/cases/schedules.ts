import type { Lease, Schedule, StoredSchedule } from '../../model/schedule.ts';
import { get, put, remove, type Step, scan } from '../record.ts';
import { keyOf } from '../record-key.ts';
import { addAudit } from './audit.ts';

export function* putSchedule(schedule: Schedule, actor: string, now: number): Step<void> {
  const known = yield* get('schedule', keyOf(schedule.id));
  const since = known !== null && asksTheSame(known, schedule) ? known.since : now;
  yield* put('schedule', keyOf(schedule.id), { ...schedule, since });
  const { pattern, timezone, kind, isPaused } = schedule;
  const detail = { pattern, timezone, kind, isPaused };
  yield* addAudit({ actor, action: 'schedule.set', subject: schedule.id, detail }, now);
}

function asksTheSame(a: Schedule, b: Schedule): boolean {
  return a.pattern === b.pattern && a.timezone === b.timezone && a.isPaused === b.isPaused;
}

export function* removeSchedule(id: string, actor: string, now: number): Step<boolean> {
  if ((yield* get('schedule', keyOf(id))) === null) return false;
  yield* remove('schedule', keyOf(id));
  yield* addAudit({ actor, action: 'schedule.removed', subject: id, detail: null }, now);
  return true;
}

export function* schedules(): Step<readonly StoredSchedule[]> {
  return (yield* scan('schedule')).map(({ body }) => body);
}

export function* takeLease(name: string, holder: string, ttlMs: number, now: number): Step<Lease | null> {
  const held = yield* get('lease', keyOf(name));
  if (held !== null && held.holder !== holder && held.until > now) return null;
  const lease: Lease = { name, holder, until: now + ttlMs };
  yield* put('lease', keyOf(name), lease);
  return lease;
}

export function* leaseOf(name: string, now: number): Step<Lease | null> {
  const held = yield* get('lease', keyOf(name));
  return held !== null && held.until > now ? held : null;
}

export function* dropLease(name: string, holder: string): Step<void> {
  const held = yield* get('lease', keyOf(name));
  if (held?.holder === holder) yield* remove('lease', keyOf(name));
}
