import type { Alias } from '../../model/case.ts';
import { putAll, recordRow, type Step, scan } from '../record.ts';
import { keyOf, under } from '../record-key.ts';

export function* addAliases(aliases: readonly Alias[]): Step<void> {
  yield* putAll(aliases.map((alias) => recordRow('alias', keyOf(alias.layer, alias.old), alias)));
}

export function* aliasesIn(layer: string | undefined): Step<readonly Alias[]> {
  return (yield* scan('alias', layer === undefined ? {} : under(layer))).map(({ body }) => body);
}
