import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { Decision } from '../../../src/model/case.ts';
import type { NewEvent } from '../../../src/model/outbox.ts';
import type { IngestResult, SweepResult } from '../../../src/model/run-result.ts';
import { alarmEvents, sinkRefused } from '../../../src/report/events/alarm-events.ts';
import { allowlistChanged } from '../../../src/report/events/allowlist-event.ts';
import { decisionRecorded, decisionReversed } from '../../../src/report/events/decision-events.ts';
import { EVENTS, type EventType } from '../../../src/report/events/event-types.ts';
import { eventsJsonSchema } from '../../../src/report/events/json-schema.ts';
import { runCompleted, runFailed } from '../../../src/report/events/run-events.ts';
import { sha256 } from '../../../src/service/hash.ts';
import { reportOf } from './sample-report.ts';

const SLOT = Date.UTC(2026, 10, 27, 2);
const run = { id: 'nightly@1', kind: 'sweep', scheduleId: 'nightly', slot: SLOT, epoch: 2, attempts: 2 } as const;
const { totals, suppressed } = reportOf([]);
const swept: SweepResult = {
  report_run_id: 'rr',
  report_id: 'report-2',
  input_digest: 'i',
  version: '0.1.0',
  out: '/srv/lockstep/runs/1',
  window: { from: null, to: '2026-11-27T02:00:00.000Z' },
  layers: [
    { name: 'link', type: 'action', status: 'ok', edges: 9 },
    { name: 'device', type: 'resource', status: 'insufficient_data', edges: 1 },
  ],
  totals,
  suppressed,
  limits_hit: 0,
};
const ingested: IngestResult = {
  sources: [
    {
      source: 'clicks',
      rows: 9,
      rejected: 1,
      added: 7,
      raised: 0,
      duplicates: 1,
      forgotten: 0,
      parts: 1,
      skipped: 0,
      truncated: ['clicks/1.csv'],
    },
  ],
  rejects: '/srv/lockstep/rejects.ndjson',
};
const decision: Decision = {
  id: 'd1',
  clusterId: 'c1',
  lineageId: 'L',
  verdict: 'confirmed_coordinated',
  action: 'restrict',
  reason: 'the same links within seconds',
  policy: 'P-7',
  reviewer: 'ann',
  accounts: ['a', 'b'],
  reportId: 'report-2',
  version: 1,
  at: SLOT,
};
const entry = { kind: 'entity', layer: 'ip', id: '203.0.113.9', reason: 'campus', author: 'ann', until: null } as const;

const alarms = (['run-failed', 'run-missed', 'source-stale', 'layer-dropped'] as const).map((kind) => ({
  kind,
  subject: 'nightly',
  since: SLOT,
  says: 'The run of 02:00 has not begun: start a worker.',
}));

const samples: readonly NewEvent[] = [
  runCompleted(run, swept, sha256),
  runCompleted({ ...run, id: 'in@1', kind: 'ingest' }, ingested, sha256),
  runCompleted({ ...run, id: 'old@1', kind: 'expire' }, null, sha256),
  runFailed(run, { code: 'unreachable', message: 'The store does not answer.' }, sha256),
  decisionRecorded(decision, 'L', sha256),
  decisionReversed({ ...decision, id: 'd2', verdict: 'false_positive', action: 'none' }, decision, sha256),
  allowlistChanged({ id: 'u-1', change: 'added', entry }, sha256),
  allowlistChanged({ id: 'u-2', change: 'ended', entry: { ...entry, kind: 'account', layer: null, id: 'a' } }, sha256),
  ...alarmEvents(alarms, sha256),
  sinkRefused({ sink: 'webhook', eventId: 'evt_1', why: 'answered 410', at: SLOT }, sha256),
];

test('the committed JSON Schema of events is the one that the code makes', () => {
  const committed = readFileSync(new URL('../../../schema/events.schema.json', import.meta.url), 'utf8');
  expect(committed, 'run `npm run docs:schema`').toBe(`${JSON.stringify(eventsJsonSchema(), null, 2)}\n`);
});

test.each(samples.map((event) => [event.type, event] as const))(
  '%s is of the shape that its type has',
  (type, event) => {
    expect(EVENTS[type as EventType].data.parse(event.data)).toEqual(event.data);
    expect(event.id).toMatch(/^evt_[0-9a-f]{32}$/);
  },
);

test('every type has a sample here, but those of clusters', () => {
  const seen = new Set([...samples.map(({ type }) => type)]);
  expect(Object.keys(EVENTS).filter((type) => !seen.has(type))).toEqual([
    'lockstep.cluster.detected.v1',
    'lockstep.cluster.updated.v1',
    'lockstep.cluster.closed.v1',
  ]);
});

test('no two things have one id', () => {
  expect(new Set(samples.map(({ id }) => id)).size).toBe(samples.length);
});

describe('runs', () => {
  it('are told as completed once, as failed once a life', () => {
    const idOf = (epoch: number) => runFailed({ ...run, epoch }, { code: 'internal', message: '' }, sha256).id;
    expect(idOf(1)).not.toBe(idOf(2));
    expect(idOf(2)).toBe(idOf(2));
    expect(runCompleted({ ...run }, swept, sha256)).toEqual(samples[0]);
  });

  it('name no path of a machine, and keep the words of an internal error to themselves', () => {
    expect(JSON.stringify(samples)).not.toContain('/srv');
    const failed = runFailed(run, { code: 'internal', message: 'connect 10.0.0.7: secret' }, sha256);
    expect(failed.data).toMatchObject({ code: 'internal', message: null });
  });

  it('say which layers held too little', () => {
    expect(samples[0]?.data).toMatchObject({ report: { layers_without_data: ['device'] } });
  });
});

describe('decisions', () => {
  it('list a thousand accounts, and of more say where they are', () => {
    const accounts = Array.from({ length: 1_001 }, (_, i) => `a${i}`);
    expect(decisionRecorded({ ...decision, accounts }, 'L', sha256).data).toMatchObject({
      accounts: null,
      accounts_total: 1_001,
      accounts_at: 'lockstep clusters show c1 --json',
    });
    expect(decisionRecorded({ ...decision, accounts: null }, 'L', sha256).data).toMatchObject({
      covers: 'all',
      accounts: null,
      accounts_total: null,
    });
  });

  it('that reverse one name it, in order with it', () => {
    const [recorded, reversed] = [samples[4], samples[5]];
    expect(reversed?.subject).toBe(recorded?.subject);
    expect(reversed?.data).toMatchObject({ decision_id: 'd2', reverses: { decision_id: 'd1', action: 'restrict' } });
  });
});

describe('changes of the allowlist', () => {
  it('never carry the id of an entity, nor anything that is made of it', () => {
    const [one, other] = ['203.0.113.9', '203.0.113.10'].map((id) =>
      allowlistChanged({ id: 'u-1', change: 'added', entry: { ...entry, id } }, sha256),
    );
    expect(JSON.stringify(one)).not.toContain('203.0.113');
    expect(one).toEqual(other);
  });

  it('carry the account, but not as the subject', () => {
    expect(samples[7]).toMatchObject({ subject: 'allowlist', data: { account_id: 'a' } });
  });
});

describe('alarms', () => {
  it('are told once while they stand, and again when they come back', () => {
    const missed = alarms.slice(1, 2);
    const at = (since: number) =>
      alarmEvents(
        missed.map((alarm) => ({ ...alarm, since })),
        sha256,
      )[0]?.id;
    expect(at(SLOT)).toBe(at(SLOT));
    expect(at(SLOT + 1)).not.toBe(at(SLOT));
    expect(
      alarmEvents(
        missed.map((alarm) => ({ ...alarm, says: 'Still.' })),
        sha256,
      )[0]?.id,
    ).toBe(at(SLOT));
  });

  it('leave a failed run to the event that its end was told with', () => {
    expect(alarmEvents(alarms.slice(0, 1), sha256)).toEqual([]);
  });
});
