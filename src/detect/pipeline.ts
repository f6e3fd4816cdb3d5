/** The detection, stage by stage. Pure: the same columns, options and ports give the same findings, byte for byte. */
import type { EdgeColumns } from '../model/edge.ts';
import type { Findings } from '../model/findings.ts';
import type { Hash, Parallel } from '../model/ports.ts';
import { type ProgressSink, STAGES, type Stage } from '../model/progress.ts';
import type { DetectOptions } from '../model/run.ts';
import { dropAllowed } from './allowlist.ts';
import { costOfPair, keepBackbone } from './backbone.ts';
import { canonicalEdges } from './canonical-edges.ts';
import { describeClusters } from './cluster.ts';
import { fuseLayers } from './fusion.ts';
import { linkLayers, type TypedLayer } from './link-layers.ts';
import { findOutside } from './outside-holders.ts';
import { findPartition } from './partition.ts';
import { rankClusters } from './rank.ts';
import { reachesBeyond } from './reaches-beyond.ts';
import { evidenceSources, measureContext, namesOf } from './run-context.ts';
import { writeReport } from './run-report.ts';
import { scoreClusters } from './score.ts';
import { askOthers } from './second-opinions.ts';
import { type LayerEvidence, testPairs } from './surprise.ts';
import { endOf, selectWindow } from './window.ts';

export type DetectPorts = {
  readonly hash: Hash;
  readonly parallel: Parallel;
  readonly progress: ProgressSink;
  /** Waited for before each stage begins: where a run notes in its store how far it is. */
  readonly entering?: (stage: Stage) => Promise<void>;
};

export async function detect(columns: EdgeColumns, options: DetectOptions, ports: DetectPorts): Promise<Findings> {
  const enter = announce(ports);

  await enter('window');
  const snapshot = canonicalEdges(selectWindow(columns, options.window));
  const endMs = endOf(snapshot, options.window);
  const allowed = dropAllowed(snapshot, options.prior.allowlist, endMs);

  await enter('layer');
  const universe = options.universe ?? null;
  const whole = universe === null ? null : { ...universe, outside: findOutside(snapshot, universe) };
  const typed = linkLayers(allowed.columns, options.layers, whole);
  const accounts = Math.max(typed.columns.accounts.size, universe?.accounts ?? 0);
  const cost = costOfPair(accounts);

  await enter('similarity');
  const evidence = await testLayers(typed.layers, ports);

  await enter('backbone');
  const backbones = evidence.map(({ pairs }, l) => keepBackbone(pairs, typed.layers[l], cost));

  await enter('fusion');
  const fused = fuseLayers(
    backbones,
    typed.layers.map(({ layer }) => layer),
  );

  await enter('partition');
  const joined = reachesBeyond(typed.layers.map(({ layer }) => layer));
  const groups = findPartition(fused, cost, options.seed, joined);

  await enter('cores');
  const opinions = askOthers(fused, options.seed);

  await enter('cluster');
  const clusters = describeClusters(groups, fused, typed.layers, cost, opinions);

  await enter('score');
  const scored = scoreClusters(clusters, measureContext(fused, typed.layers, accounts, cost), namesOf(typed));

  await enter('rank');
  const ranking = rankClusters(scored, fused, evidenceSources(typed), { ...options, endMs }, ports.hash);
  const report = writeReport({
    snapshot,
    typed,
    allowed,
    evidence,
    backbones,
    fused,
    ranking,
    options,
    hash: ports.hash,
  });
  return {
    report,
    accounts: typed.columns.accounts,
    pairs: fused,
    evidence: ranking.evidence,
    figures: ranking.figures,
  };
}

function announce({ progress, entering }: DetectPorts): (stage: Stage) => Promise<void> {
  return async (stage) => {
    progress({ stage, done: STAGES.indexOf(stage), total: STAGES.length, unit: 'stages' });
    await entering?.(stage);
  };
}

async function testLayers(
  layers: readonly TypedLayer[],
  { parallel, progress }: DetectPorts,
): Promise<LayerEvidence[]> {
  const evidence: LayerEvidence[] = [];
  for (const [done, layer] of layers.entries()) {
    progress({ stage: 'surprise', done, total: layers.length, unit: 'layers' });
    evidence.push(await testPairs(layer, layer.clockMs, parallel));
  }
  return evidence;
}
