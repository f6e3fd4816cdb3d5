import { describe, expect, it } from 'vitest';
import { traceLineage as trace } from '../../src/detect/lineage.ts';
import type { PreviousCluster } from '../../src/model/run.ts';
import { sha256 } from '../../src/service/hash.ts';

const earlier = (id: string, members: string, more: Partial<PreviousCluster> = {}): PreviousCluster => ({
  cluster_id: id,
  lineage_id: `line-${id}`,
  band: 'high',
  members: [...members],
  dormant: false,
  snoozed_until: null,
  ...more,
});
const now = (id: string, members: string) => ({ clusterId: id, members: [...members] });
const traceLineage = (currents: ReturnType<typeof now>[], previous: PreviousCluster[]) =>
  trace(currents, previous, sha256);
const events = (currents: ReturnType<typeof now>[], previous: PreviousCluster[]) =>
  traceLineage(currents, previous).lineages.map(({ event }) => event);

describe('traceLineage', () => {
  it('calls a cluster without a predecessor new, under its own id', () => {
    expect(traceLineage([now('x', 'abc')], []).lineages[0]).toMatchObject({
      event: 'new',
      lineageId: 'x',
      previous: [],
    });
  });

  it('tells same, grew and shrank by the members', () => {
    expect(events([now('x', 'abc')], [earlier('p', 'abc')])).toEqual(['same']);
    expect(events([now('x', 'abcd')], [earlier('p', 'abc')])).toEqual(['grew']);
    expect(events([now('x', 'ab')], [earlier('p', 'abc')])).toEqual(['shrank']);
  });

  it('passes the lineage on, and to one heir only when a cluster splits', () => {
    const { lineages } = traceLineage([now('x', 'abcd'), now('y', 'ef')], [earlier('p', 'abcdef')]);
    expect(lineages.map(({ event }) => event)).toEqual(['split', 'split']);
    expect(lineages.map(({ lineageId }) => lineageId)).toEqual(['line-p', 'y']);
  });

  it('gives no two clusters one lineage, also when a part that splits off is what the whole began as', () => {
    const grown = earlier('y', 'abcdefg', { lineage_id: 'abc' });
    const { lineages } = traceLineage([now('abc', 'abc'), now('defg', 'defg')], [grown]);
    expect(lineages[1]?.lineageId).toBe('abc');
    expect(lineages[0]?.lineageId).toMatch(/^[0-9a-f]{16}$/);
    expect(lineages[0]?.previous).toEqual(['y']);
  });

  it('names every predecessor of a merged cluster', () => {
    const { lineages } = traceLineage([now('x', 'abcdef')], [earlier('p', 'abc'), earlier('q', 'def')]);
    expect(lineages[0]).toMatchObject({ event: 'merged', previous: ['p', 'q'] });
  });

  it('calls a dormant lineage that comes back revived, and lists what is gone', () => {
    expect(events([now('x', 'abc')], [earlier('p', 'abc', { dormant: true })])).toEqual(['revived']);
    const gone = traceLineage([now('x', 'xyz')], [earlier('p', 'abc'), earlier('q', 'def', { dormant: true })]).gone;
    expect(gone.map(({ cluster_id }) => cluster_id)).toEqual(['p']);
  });

  it('keeps a dismissal only while all predecessors are dismissed', () => {
    const dismissed = earlier('p', 'abc', { snoozed_until: '2027-01-01T00:00:00Z' });
    expect(traceLineage([now('x', 'abc')], [dismissed]).lineages[0]?.snoozedUntil).toBe('2027-01-01T00:00:00Z');
    expect(traceLineage([now('x', 'abcdef')], [dismissed, earlier('q', 'def')]).lineages[0]?.snoozedUntil).toBeNull();
  });
});
