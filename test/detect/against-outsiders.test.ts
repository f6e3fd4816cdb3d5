import { describe, expect, it } from 'vitest';
import { compareWithOutsiders } from '../../src/detect/against-outsiders.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import { makeLayer, type Row } from './make-layer.ts';

function clusterOf(members: number[], entities: number[]): Cluster {
  const shared = {
    length: entities.length,
    layer: new Uint16Array(entities.length),
    entity: Uint32Array.from(entities),
    inside: new Uint32Array(entities.length).fill(members.length),
  };
  const none = new Float64Array(members.length);
  return {
    kind: 'proven',
    members: Uint32Array.from(members),
    tier: [],
    strength: none,
    proof: none,
    membership: none,
    cell: new Int32Array(members.length),
    cells: [],
    links: new Uint32Array(0),
    shared,
    holdings: [],
    holdingsInside: [],
    agreement: { louvain: 0, cores: 0 },
  };
}

describe('compareWithOutsiders', () => {
  it('sees an audience: its members meet outsiders as often as each other', () => {
    const rows: Row[] = Array.from({ length: 40 }, (_, account) => [account, 0, ((account * 7_919) % 300) * 1_000]);
    const layer = makeLayer('action', 40, rows, { spanMs: 60_000 });
    const { seen, expected } = compareWithOutsiders(
      clusterOf([0, 1, 2, 3, 4, 5, 6, 7], [0]),
      [layer],
      new Int32Array(40).fill(-1),
    );
    expect(seen / expected).toBeLessThan(3);
  });

  it('sees a ring: outsiders come at other times', () => {
    const rows: Row[] = Array.from({ length: 40 }, (_, account) => [
      account,
      0,
      account < 6 ? account : account * 3_600_000,
    ]);
    const layer = makeLayer('action', 40, rows, { spanMs: 60_000 });
    const { seen, expected } = compareWithOutsiders(
      clusterOf([0, 1, 2, 3, 4, 5], [0]),
      [layer],
      new Int32Array(40).fill(-1),
    );
    expect(seen).toBe(15);
    expect(seen / expected).toBeGreaterThan(20);
  });

  it('leaves untold what too few outsiders use', () => {
    const layer = makeLayer(
      'action',
      4,
      [
        [0, 0, 1],
        [1, 0, 2],
        [2, 0, 3],
        [3, 0, 4],
      ],
      { spanMs: 10 },
    );
    expect(compareWithOutsiders(clusterOf([0, 1], [0]), [layer], new Int32Array(4).fill(-1))).toEqual({
      seen: 0,
      expected: 0,
      untold: 1,
    });
  });

  it('expects of outsiders whose times are not known what the middle crowd does, and counts those that are told', () => {
    const whole = makeLayer(
      'action',
      3,
      [
        [0, 0, 1],
        [1, 0, 900_000],
        [0, 1, 1],
        [1, 1, 2],
        [2, 1, 3],
      ],
      { spanMs: 60_000 },
    );
    const layer = {
      ...whole,
      beyond: {
        ...{ accounts: 1_000, actors: 0, sample: null, isActing: new Uint8Array(2) },
        holders: Uint32Array.of(500, 6),
        isTimed: Uint8Array.of(0, 1),
        offsets: Uint32Array.of(0, 0, 6),
        at: Float64Array.from({ length: 6 }, (_, i) => 3_600_000 * (i + 1)),
      },
    };
    const cluster = clusterOf([0, 1, 2], [0, 1]);
    const { seen, expected, untold } = compareWithOutsiders(cluster, [layer], new Int32Array(3).fill(-1), [0.25]);
    expect([seen, untold]).toEqual([3, 0]);
    // one pair on the first entity, and on the second three pairs at the rate of one meeting in 18 and one more
    expect(expected).toBeCloseTo(0.25 + 3 / 19, 9);
  });
});
