import { int } from './connection.ts';
import type { Questions } from './questions.ts';

type Known = { readonly population: number; readonly exactTo: number };

/** Distinct accounts of each entity, exact up to `exactTo` and above it by relationships; each entity is asked for once. */
export function rememberPopulations({
  askNow,
  askByLayer,
}: Questions): (entities: Uint32Array, exactTo: number) => Promise<Uint32Array> {
  const known = new Map<number, Known>();
  return async (entities, exactTo) => {
    const isKnown = (entity: number): boolean => (known.get(entity)?.exactTo ?? -1) >= exactTo;
    const asked = entities.filter((entity) => !isKnown(entity));
    const params = { enough: int(Math.min(exactTo, Number.MAX_SAFE_INTEGER - 1) + 1) };
    const found =
      (await askNow((now) => read(now.askByLayer('populationsNow', asked, params), exactTo))) ??
      (await read(askByLayer('populations', asked, params), exactTo));
    for (const entity of asked) known.set(entity, { population: found.get(entity) ?? 0, exactTo });
    return entities.map((entity) => known.get(entity)?.population ?? 0);
  };
}

async function read(
  answers: ReturnType<Questions['askByLayer']>,
  exactTo: number,
): Promise<ReadonlyMap<number, number>> {
  const populations = new Map<number, number>();
  for await (const { entity, row } of answers) {
    const counted = row.get('population') as number;
    populations.set(entity, counted > exactTo ? Math.max(counted, row.get('ties') as number) : counted);
  }
  return populations;
}
