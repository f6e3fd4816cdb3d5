import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draws, find, smallWorld, textOf } from './small-world.ts';

describe('detect', () => {
  it('gives the same bytes for shuffled and repeated edges', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), fc.nat(1_000), async (seed, order) => {
        const rows = smallWorld(seed);
        const next = draws(order);
        const keyed = [...rows, ...rows.filter(() => next() < 0.2)].map((row) => ({ row, key: next() }));
        const shuffled = keyed.sort((x, y) => x.key - y.key).map(({ row }) => row);
        expect(textOf(await find(shuffled))).toBe(textOf(await find(rows)));
      }),
      { numRuns: 12 },
    );
  });

  it('finds the ring that acts in step, in the high band, and nobody else there', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const { report } = await find(smallWorld(seed));
      const high = report.clusters.filter(({ band }) => band === 'high').flatMap(({ members }) => members);
      expect(high.map(({ account_id }) => account_id).sort()).toEqual([
        'ring0',
        'ring1',
        'ring2',
        'ring3',
        'ring4',
        'ring5',
        'ring6',
      ]);
      const farm = report.clusters.find(({ members }) => members.some(({ account_id }) => account_id === 'farm0'));
      expect(farm?.size).toBe(9);
    }
  });

  it('renames accounts and nothing else when ids are renamed in the same order', async () => {
    const rows = smallWorld(7);
    const rename = (account: string) => `z-${account}`;
    const before = await find(rows);
    const after = await find(rows.map((row) => ({ ...row, account: rename(row.account) })));
    const shape = ({ report }: typeof before, name: (account: string) => string) =>
      report.clusters
        .map(({ members, score, band }) => ({
          score,
          band,
          members: members.map((m) => [name(m.account_id), m.score, m.tier]).sort(),
        }))
        .sort((x, y) => y.score - x.score || JSON.stringify(x.members).localeCompare(JSON.stringify(y.members)));
    expect(shape(after, (account) => account)).toEqual(shape(before, rename));
  });

  it('changes no cluster, member or order for an isolated account', async () => {
    const rows = smallWorld(11);
    const members = ({ report }: Awaited<ReturnType<typeof find>>) =>
      report.clusters.map((cluster) => [
        cluster.cluster_id,
        cluster.band,
        cluster.members.map(({ account_id }) => account_id),
      ]);
    const alone = { account: 'hermit', layer: 'link', entity: 'cave', at: Date.UTC(2026, 8, 3) };
    expect(members(await find([...rows, alone]))).toEqual(members(await find(rows)));
  });

  it('keeps bystanders of a run without links out, and takes an empty run', async () => {
    const { report } = await find([]);
    expect(report.clusters).toEqual([]);
    expect(report.totals.edges).toBe(0);
  });

  it('adds the contributions of the signals up to the score', async () => {
    const { report } = await find(smallWorld(3));
    for (const cluster of report.clusters) {
      const sum = cluster.signals.reduce((total, { contribution }) => total + contribution, 0);
      expect(sum).toBeCloseTo(cluster.score, 4);
    }
  });

  it('drops what the allowlist names, and counts it', async () => {
    const entry = { kind: 'account' as const, layer: null, reason: 'staff', author: 'test', until: null };
    const allowlist = Array.from({ length: 7 }, (_, m) => ({ ...entry, id: `ring${m}` }));
    const { report } = await find(smallWorld(1), { prior: { allowlist, previous: [] } });
    expect(report.suppressed.allowlisted).toBe(7);
    expect(report.totals.bands.high.accounts).toBe(0);
    const expired = allowlist.map((own) => ({ ...own, until: '2026-01-01T00:00:00Z' }));
    const again = await find(smallWorld(1), { prior: { allowlist: expired, previous: [] } });
    expect(again.report.suppressed.allowlisted).toBe(0);
    expect(again.report.totals.bands.high.accounts).toBe(7);
  });
});
