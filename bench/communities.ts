/**
 * Communities on a planted partition (n = links / 10, 30 % of the links crossing), ours against graphology's Louvain:
 *
 *     node bench/communities.ts [links = 1000000] [runs = 5]
 *
 * Each engine has a process of its own, so that the collector of one heap is not charged to the other; the runs take turns.
 * CPU is user + system of the process, its helper threads included, medians of the runs after the first. A ratio is
 * printed only when the modularities are within 0.001 of each other.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { UndirectedGraph } from 'graphology';
import louvainModule from 'graphology-communities-louvain';
import { findComponentsWithin } from '../src/graph/components.ts';
import { buildGraph } from '../src/graph/csr.ts';
import { leiden } from '../src/graph/leiden.ts';
import { louvain } from '../src/graph/louvain.ts';
import { modularity } from '../src/graph/quality.ts';
import { createRandom } from '../src/graph/random.ts';
import type { Graph, Partition } from '../src/model/graph.ts';
import { plantPartition } from '../test/graph/planted-partition.ts';

const ENGINES = ['graphology', 'louvain', 'leiden'] as const;
type Engine = (typeof ENGINES)[number];

type Built = {
  readonly links: number;
  readonly vertices: number;
  readonly cpuMs: number;
  readonly bytesPerLink: number;
};
type Answer = {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly modularity: number;
  readonly communities: number;
  readonly isConnected: boolean;
};

const SAME = 0.001;

async function main(links: number, runs: number): Promise<void> {
  const built = new Map<Engine, Built>();
  const answers = new Map<Engine, Answer[]>();
  const children = new Map<Engine, ChildProcess>();
  for (const engine of ENGINES) {
    const child = fork(fileURLToPath(import.meta.url), ['--engine', engine, String(links)], {
      execArgv: ['--expose-gc', '--max-old-space-size=16384'],
    });
    children.set(engine, child);
    answers.set(engine, []);
    built.set(engine, (await once(child, 'message'))[0] as Built);
  }
  for (let run = 0; run <= runs; run++) {
    for (const [engine, child] of children) {
      child.send('run');
      answers.get(engine)?.push((await once(child, 'message'))[0] as Answer);
    }
  }
  for (const child of children.values()) child.disconnect();
  print(built, answers);
}

function print(built: ReadonlyMap<Engine, Built>, answers: ReadonlyMap<Engine, readonly Answer[]>): void {
  const theirs = summarize('graphology', built, answers);
  console.log(`planted partition: ${theirs.vertices} vertices, ${theirs.links} links\n`);
  console.log('engine        CPU ms  wall ms  build ms  B a link  communities  modularity  connected');
  for (const engine of ENGINES) {
    const ours = summarize(engine, built, answers);
    const cells = [
      ours.cpuMs.toFixed(0),
      ours.wallMs.toFixed(0),
      ours.buildMs.toFixed(0),
      ours.bytesPerLink.toFixed(1),
      ours.communities,
      ours.modularity.toFixed(5),
      ours.isConnected,
    ];
    const widths = [8, 9, 10, 10, 13, 12, 11];
    console.log(engine.padEnd(12) + cells.map((cell, i) => String(cell).padStart(widths[i] ?? 0)).join(''));
  }
  const ours = summarize('louvain', built, answers);
  const apart = Math.abs(ours.modularity - theirs.modularity);
  if (apart > SAME) {
    console.log(`\nNo ratio: the modularities of the two Louvains are ${apart.toFixed(5)} apart, more than ${SAME}.`);
    process.exitCode = 1;
    return;
  }
  const cpu = theirs.cpuMs / ours.cpuMs;
  const whole = (theirs.cpuMs + theirs.buildMs) / (ours.cpuMs + ours.buildMs);
  console.log(
    `\nLouvain: ${cpu.toFixed(1)}x less CPU than graphology, ${whole.toFixed(1)}x with building; modularities ${apart.toFixed(5)} apart`,
  );
  console.log(`memory: ${(theirs.bytesPerLink / ours.bytesPerLink).toFixed(1)}x less a link`);
}

function summarize(engine: Engine, built: ReadonlyMap<Engine, Built>, answers: ReadonlyMap<Engine, readonly Answer[]>) {
  const graph = built.get(engine);
  const runs = answers.get(engine)?.slice(1);
  const last = runs?.at(-1);
  if (graph === undefined || runs === undefined || last === undefined) throw new Error(`${engine} gave no answer.`);
  return {
    ...last,
    vertices: graph.vertices,
    links: graph.links,
    buildMs: graph.cpuMs,
    bytesPerLink: graph.bytesPerLink,
    cpuMs: median(runs.map((run) => run.cpuMs)),
    wallMs: median(runs.map((run) => run.wallMs)),
  };
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((x, y) => x - y);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** The child: builds its graph, says what it cost, and answers each message with a run. */
function serve(engine: Engine, links: number): void {
  const planted = plantPartition(links, Math.round(links / 10), 0.3, 1);
  const { vertexCount, a, b, weights } = planted;
  const bytesBefore = bytesInUse();
  const began = process.cpuUsage();
  const graph = engine === 'graphology' ? buildObjects(vertexCount, a, b) : buildGraph(vertexCount, a, b, weights);
  const cpuMs = cpuSince(began);
  const bytesPerLink = (bytesInUse() - bytesBefore) / a.length;
  process.send?.({ links: a.length, vertices: vertexCount, cpuMs, bytesPerLink } satisfies Built);
  const rows = 'targets' in graph ? graph : buildGraph(vertexCount, a, b, weights);
  process.on('message', () => {
    const startMs = performance.now();
    const start = process.cpuUsage();
    const partition = 'targets' in graph ? partitionOf(engine, graph) : askGraphology(graph);
    const answer = { cpuMs: cpuSince(start), wallMs: performance.now() - startMs };
    process.send?.({ ...answer, ...describe(rows, partition) } satisfies Answer);
  });
}

function partitionOf(engine: Engine, graph: Graph): Partition {
  if (engine === 'louvain') return louvain(graph, { gamma: 1 });
  return leiden(graph, { quality: 'modularity', gamma: 1, rounds: 2 });
}

function askGraphology(graph: UndirectedGraph): Partition {
  const detect = louvainModule as unknown as (typeof louvainModule)['default'];
  const found = detect(graph, { rng: createRandom(0) });
  const community = Uint32Array.from({ length: graph.order }, (_, v) => found[v] ?? 0);
  return { count: new Set(community).size, community };
}

function buildObjects(vertexCount: number, a: Uint32Array, b: Uint32Array): UndirectedGraph {
  const graph = new UndirectedGraph();
  for (let v = 0; v < vertexCount; v++) graph.addNode(v);
  for (let i = 0; i < a.length; i++) graph.addEdge(a[i], b[i], { weight: 1 });
  return graph;
}

function describe(graph: Graph, partition: Partition): Pick<Answer, 'modularity' | 'communities' | 'isConnected'> {
  const parts = findComponentsWithin(graph, new Int32Array(partition.community));
  const partCount = parts.reduce((most, part) => Math.max(most, part + 1), 0);
  return {
    modularity: modularity(graph, partition, 1),
    communities: partition.count,
    isConnected: partCount === partition.count,
  };
}

function bytesInUse(): number {
  // Buffers are given back a collection later than the objects that held them.
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function cpuSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

const [first, second, third] = process.argv.slice(2);
const engine = ENGINES.find((name) => name === second);
if (first === '--engine' && engine !== undefined) serve(engine, Number(third));
else await main(Number(first ?? 1_000_000), Number(second ?? 5));
