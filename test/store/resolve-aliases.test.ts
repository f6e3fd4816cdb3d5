import { describe, expect, it } from 'vitest';
import { rowsOf, toColumns } from '../../src/store/edge-rows.ts';
import { resolveAliases } from '../../src/store/resolve-aliases.ts';

const columns = toColumns(
  [
    ['a', 'device', 'v1:x'],
    ['b', 'device', 'v2:x'],
    ['c', 'ip', 'v1:x'],
    ['d', 'device', 'v0:x'],
    ['e', 'device', 'ring'],
  ].map(([account = '', layer = '', entity = '']) => ({
    account,
    layer,
    entity,
    at: 1,
    event: '',
    source: '',
    weight: 1,
  })),
);

describe('aliases of entities', () => {
  it('bring the ids of older keys to the current one, each in its layer', () => {
    const resolved = resolveAliases(columns, [
      { layer: 'device', old: 'v0:x', current: 'v1:x' },
      { layer: 'device', old: 'v1:x', current: 'v2:x' },
      { layer: 'device', old: 'ring', current: 'gnir' },
      { layer: 'device', old: 'gnir', current: 'ring' },
    ]);
    expect([...rowsOf(resolved)].map(({ account, entity }) => `${account} ${entity}`)).toEqual([
      'a v2:x',
      'b v2:x',
      'c v1:x',
      'd v2:x',
      'e ring',
    ]);
    expect(resolved.entities.size).toBe(3);
  });

  it('leave columns alone when there are none', () => {
    expect(resolveAliases(columns, [])).toBe(columns);
  });
});
