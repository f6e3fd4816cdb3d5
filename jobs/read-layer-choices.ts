import { KNOWN_LAYER_TYPES, type LayerChoice } from '../src/model/layer.ts';
import type { SweepResult } from '../src/model/run-result.ts';
import type { RunPorts } from './job-ports.ts';
import type { SweepParams } from './sweep-params.ts';

/** Emitted sweeps looked back through for one that had ended when the run began. */
const SWEEPS_BACK = 20;

/**
 * The settings of a run, with the types that the last sweep before it found for layers whose names say nothing: a part of a
 * layer may look like another kind of layer.
 */
export async function readLayerChoices(
  { layers }: Pick<SweepParams, 'layers'>,
  { run, store }: Pick<RunPorts, 'run' | 'store'>,
): Promise<ReadonlyMap<string, LayerChoice>> {
  const asOf = run.startedAt ?? run.createdAt;
  const sweeps = await store.cases.listRuns({ kind: 'sweep', state: 'emitted', limit: SWEEPS_BACK });
  const last = sweeps.find(({ finishedAt }) => finishedAt !== null && finishedAt <= asOf);
  const choices = new Map(layers);
  for (const { name, type } of (last?.result as SweepResult | undefined)?.layers ?? []) {
    if (!KNOWN_LAYER_TYPES.has(name)) choices.set(name, { type, ...choices.get(name) });
  }
  return choices;
}

/** The layers whose entities are accounts, as far as that is known before their edges are read. */
export function interactionsAmong(choices: ReadonlyMap<string, LayerChoice>): readonly string[] {
  const types = new Map([
    ...KNOWN_LAYER_TYPES,
    ...[...choices].flatMap(([name, { type }]) => (type === undefined ? [] : [[name, type] as const])),
  ]);
  return [...types].filter(([, type]) => type === 'interaction').map(([name]) => name);
}
