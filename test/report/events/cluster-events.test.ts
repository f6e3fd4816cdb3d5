import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../../src/model/outbox.ts';
import type { Report } from '../../../src/model/report.ts';
import { clusterEvents, type EarlierCluster } from '../../../src/report/events/cluster-events.ts';
import { EVENTS, type EventType } from '../../../src/report/events/event-types.ts';
import { sha256 } from '../../../src/service/hash.ts';
import { clusterOf, reportOf } from './sample-report.ts';

const RUN = { id: 'nightly@2' };
const tell = (report: Report, previous: readonly EarlierCluster[] = []) => clusterEvents(RUN, report, previous, sha256);

/** What is told, short: type, subject, and what sets the event apart. */
function brief(events: readonly NewEvent[]) {
  return events.map(({ type, subject, data }) => {
    const { change, changed, why, into } = data as Record<string, unknown>;
    return [type.split('.')[2], subject, change ?? changed ?? why, ...(why === 'merged' ? [into] : [])];
  });
}

const abc = ['a', 'b', 'c'];
const high = { lineage: 'L', members: abc, score: 0.8 };

describe('a cluster that comes into band high or medium', () => {
  it.each(['new', 'revived', 'split', 'merged'] as const)('is told as detected when it is %s', (event) => {
    expect(brief(tell(reportOf([{ ...high, event }])))).toEqual([['detected', 'L', event]]);
  });

  it('is told when it rises out of the low band, even as the same', () => {
    const low = clusterOf({ ...high, score: 0.2 });
    expect(brief(tell(reportOf([{ ...high, event: 'same', previous: [low.cluster_id] }]), [low]))).toEqual([
      ['detected', 'L', 'rose'],
    ]);
  });

  it('is told again when it was gone for a while', () => {
    const dormant = { ...clusterOf(high), dormant: true };
    expect(brief(tell(reportOf([{ ...high, event: 'revived' }]), [dormant]))).toEqual([['detected', 'L', 'revived']]);
  });
});

describe('a cluster that was told of', () => {
  it('is told of no more while members, band and score stay, to two decimals', () => {
    expect(tell(reportOf([{ ...high, score: 0.8004, event: 'same' }]), [clusterOf(high)])).toEqual([]);
  });

  it('is told as updated with what changed', () => {
    const now = { ...high, members: [...abc, 'd'], score: 0.6, event: 'grew' as const };
    const [event] = tell(reportOf([now]), [clusterOf(high)]);
    expect(brief(event === undefined ? [] : [event])).toEqual([['updated', 'L', ['members', 'band', 'score']]]);
    expect(event?.data).toMatchObject({ band: 'medium', before: { cluster_id: 'of a b c', band: 'high', score: 0.8 } });
  });

  it('is not said to have another score when nobody knows the one before', () => {
    const { score: _, ...unscored } = clusterOf(high);
    expect(tell(reportOf([{ ...high, score: 0.9 }]), [unscored])).toEqual([]);
  });
});

describe('a cluster that is not in band high or medium any more', () => {
  const before = [clusterOf(high)];

  it('is closed as gone when nothing goes on from it', () => {
    expect(brief(tell(reportOf([], ['L']), before))).toEqual([['closed', 'L', 'gone']]);
  });

  it('is closed as fallen when it is in the low band', () => {
    expect(brief(tell(reportOf([{ ...high, score: 0.1, event: 'same' }]), before))).toEqual([['closed', 'L', 'fell']]);
  });

  it('is closed as merged, with the lineage that took it', () => {
    const other = clusterOf({ lineage: 'M', members: ['d', 'e', 'f', 'g'], score: 0.9 });
    const merged = {
      lineage: 'M',
      members: [...abc, 'd', 'e', 'f', 'g'],
      score: 0.9,
      event: 'merged' as const,
      previous: ['of a b c', other.cluster_id],
    };
    expect(brief(tell(reportOf([merged]), [...before, other]))).toEqual([
      ['updated', 'M', ['members']],
      ['closed', 'L', 'merged', ['M']],
    ]);
  });

  it('is closed as put aside when a reviewer keeps it out of the report', () => {
    const aside = before.map((cluster) => ({ ...cluster, snoozed_until: '2026-12-31T00:00:00.000Z' }));
    expect(brief(tell(reportOf([]), aside))).toEqual([['closed', 'L', 'put_aside']]);
    expect(brief(tell(reportOf([], ['L']), aside))).toEqual([['closed', 'L', 'gone']]);
  });

  it('is closed as gone when the report never knew it, as after two sweeps at once', () => {
    expect(brief(tell(reportOf([]), before))).toEqual([['closed', 'L', 'gone']]);
  });

  it('is closed once only', () => {
    expect(tell(reportOf([]), [{ ...clusterOf(high), dormant: true }])).toEqual([]);
  });
});

it('nobody is told of the low band', () => {
  const low = { lineage: 'L', members: abc, score: 0.1 };
  expect(tell(reportOf([low], ['M']), [clusterOf({ ...low, lineage: 'M' })])).toEqual([]);
});

it('who adds the events up has the lineages of the last report, through 200 random nights', () => {
  let seed = 5;
  const below = (limit: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % limit;
  };
  const open = new Set<string>();
  let previous: readonly EarlierCluster[] = [];
  for (let night = 0; night < 200; night++) {
    const lineages = Array.from({ length: 8 }, (_, i) => `L${i}`).filter(() => below(3) > 0);
    const report = reportOf(
      lineages.map((lineage) => ({ lineage, members: [lineage, `${below(3)}`], score: below(100) / 100 })),
    );
    for (const { type, subject } of tell(report, previous)) {
      if (type.includes('detected')) expect(open.has(subject)).toBe(false);
      if (!type.includes('detected')) expect(open.has(subject)).toBe(true);
      if (type.includes('detected')) open.add(subject);
      if (type.includes('closed')) open.delete(subject);
    }
    const told = report.clusters.filter(({ band }) => band !== 'low').map(({ lineage_id }) => lineage_id);
    expect([...open].sort()).toEqual(told.sort());
    previous = report.clusters;
  }
});

describe('what is said of a cluster', () => {
  it('is the same event for the same run, and another for another run', () => {
    const report = reportOf([high]);
    expect(tell(report)).toEqual(tell(report));
    const [first] = tell(report);
    const [other] = clusterEvents({ id: 'nightly@3' }, report, [], sha256);
    expect(first?.id).toMatch(/^evt_[0-9a-f]{32}$/);
    expect(other?.id).not.toBe(first?.id);
  });

  it('lists members with their tier, and no bystander', () => {
    const report = reportOf([high]);
    const [cluster] = report.clusters;
    if (cluster === undefined) throw new Error('The report has a cluster.');
    const tiers = ['core', 'periphery', 'bystander'] as const;
    const members = cluster.members.map((member, i) => ({ ...member, tier: tiers[i] ?? 'core' }));
    expect(tell({ ...report, clusters: [{ ...cluster, members }] })[0]?.data).toMatchObject({
      size: 3,
      bystanders: 1,
      members: [
        { account_id: 'a', tier: 'core' },
        { account_id: 'b', tier: 'periphery' },
      ],
      members_at: null,
    });
  });

  it('lists a thousand members, and of more says where they are', () => {
    const many = (count: number) =>
      tell(reportOf([{ ...high, members: Array.from({ length: count }, (_, i) => `a${i}`) }]));
    expect(many(1_000)[0]?.data).toMatchObject({ size: 1_000, members_at: null });
    expect(many(1_001)[0]?.data).toMatchObject({ size: 1_001, members: null });
    expect(many(1_001)[0]).toHaveProperty('data.members_at', expect.stringMatching(/^lockstep clusters show of a0 /));
  });

  it('holds no entity, and is of the shape that its type has', () => {
    const told = tell(reportOf([high, { ...high, lineage: 'N', members: ['x', 'y'], score: 0.9 }], ['O']), [
      clusterOf({ ...high, score: 0.5 }),
      clusterOf({ ...high, lineage: 'O' }),
    ]);
    expect(told.map(({ type }) => type.split('.')[2])).toEqual(['updated', 'detected', 'closed']);
    for (const { type, data } of told) {
      expect(EVENTS[type as EventType].data.parse(data)).toEqual(data);
      expect(JSON.stringify(data)).not.toMatch(/entity|evidence|population/);
    }
  });
});
