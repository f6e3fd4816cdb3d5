/** A small world with one ring in step, one device ring, a household and a crowd, as rows that a test may disturb. */
import { createHash } from 'node:crypto';
import { detect } from '../../src/detect/pipeline.ts';
import type { Findings } from '../../src/model/findings.ts';
import { inTurn, type Parallel } from '../../src/model/ports.ts';
import type { DetectOptions } from '../../src/model/run.ts';
import { type EdgeRow, makeColumns } from '../detect/make-columns.ts';

const START = Date.UTC(2026, 8, 1);
const HOUR = 3_600_000;

export function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

export function smallWorld(seed: number): EdgeRow[] {
  const next = draws(seed);
  const whole = (below: number) => Math.floor(next() * below);
  const rows: EdgeRow[] = [];
  for (let i = 0; i < 900; i++) {
    rows.push({
      account: `crowd${whole(80)}`,
      layer: 'link',
      entity: `page${whole(120)}`,
      at: START + whole(20 * 24) * HOUR + whole(HOUR),
    });
  }
  for (let push = 0; push < 14; push++) {
    const at = START + whole(20 * 24) * HOUR;
    for (let m = 0; m < 7; m++)
      if (next() < 0.9)
        rows.push({ account: `ring${m}`, layer: 'link', entity: `push${push}`, at: at + whole(20_000) });
  }
  for (let m = 0; m < 9; m++)
    rows.push({ account: `farm${m}`, layer: 'device', entity: `rack${m % 2}`, at: START + m * HOUR });
  for (let m = 0; m < 9; m++)
    rows.push({ account: `farm${m}`, layer: 'device', entity: 'rack2', at: START + m * HOUR });
  for (let m = 0; m < 4; m++)
    rows.push({ account: `home${m}`, layer: 'device', entity: 'tablet', at: START + m * 24 * HOUR });
  for (let m = 0; m < 80; m++) rows.push({ account: `crowd${m}`, layer: 'device', entity: `phone${m}`, at: START });
  for (let i = 0; i < 500; i++)
    rows.push({ account: `crowd${whole(80)}`, layer: 'product', entity: `item${whole(200)}` });
  return rows;
}

const OPTIONS: DetectOptions = {
  version: 'test',
  seed: 1,
  window: { from: null, to: null },
  layers: new Map(),
  prior: { allowlist: [], previous: [] },
  privacy: { ids: 'raw', key_version: null, note: '' },
  figures: 5,
};

export function hash(chunks: Iterable<Uint8Array>): string {
  const sha = createHash('sha256');
  for (const chunk of chunks) sha.update(chunk);
  return sha.digest('hex');
}

export function find(
  rows: readonly EdgeRow[],
  options: Partial<DetectOptions> = {},
  parallel: Parallel = inTurn,
): Promise<Findings> {
  return detect(makeColumns(rows), { ...OPTIONS, ...options }, { hash, parallel, progress: () => {} });
}

/** All that a reader of the run gets, as one text. */
export function textOf({ report, evidence, figures, pairs }: Findings): string {
  return JSON.stringify([report, evidence, figures, [...pairs.a], [...pairs.b], [...pairs.weight]]);
}
