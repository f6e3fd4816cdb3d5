import type { Alias } from '../../src/model/case.ts';
import type { CaseStore } from '../../src/store/case-store.ts';

/** Aliases in one transaction of the case store. */
const MOST_AT_ONCE = 1_000;
/** Aliases of one of the two generations that are remembered: some 15 MB for both. */
const GENERATION = 50_000;

/**
 * Writes aliases down before the edges that need them. Those written lately are not written again; the oldest are forgotten, for
 * a rotation has as many aliases as there are ids, and writing one twice does no harm.
 */
export function createAliasKeeper(cases: Pick<CaseStore, 'addAliases'>): (aliases: readonly Alias[]) => Promise<void> {
  let young = new Set<string>();
  let old = new Set<string>();
  const note = (name: string): boolean => {
    if (young.has(name) || old.has(name)) return false;
    young.add(name);
    if (young.size >= GENERATION) [old, young] = [young, new Set()];
    return true;
  };
  const write = async (aliases: readonly Alias[]): Promise<void> => {
    // The old name is a function of the id and its key, as the current one is: it tells the alias from all others.
    const fresh = aliases.filter(({ layer, old: name }) => note(`${layer}\0${name}`));
    for (let from = 0; from < fresh.length; from += MOST_AT_ONCE) {
      await cases.addAliases(fresh.slice(from, from + MOST_AT_ONCE));
    }
  };
  // In turn: one that is passed over because it was noted must have been written before its edges are.
  let before: Promise<void> = Promise.resolve();
  return (aliases) => {
    before = before.then(() => write(aliases));
    return before;
  };
}
