import type { Alias } from '../../model/case.ts';
import { get, putAll, recordRow, type Step, scan } from '../record.ts';
import { keyOf, under } from '../record-key.ts';

export function* addAliases(aliases: readonly Alias[]): Step<void> {
  yield* putAll(aliases.map((alias) => recordRow('alias', keyOf(alias.layer, alias.old), alias)));
}

export function* aliasesIn(layer: string | undefined): Step<readonly Alias[]> {
  return (yield* scan('alias', layer === undefined ? {} : under(layer))).map(({ body }) => body);
}

/** What an entity is called now. A ring of aliases, which only a mistake can make, ends where it began. */
export function* currentName(layer: string, name: string): Step<string> {
  let current = name;
  for (const seen = new Set<string>(); !seen.has(current); ) {
    seen.add(current);
    current = (yield* get('alias', keyOf(layer, current)))?.current ?? current;
  }
  return current;
}
