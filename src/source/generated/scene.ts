import { Cast } from './cast.ts';
import { Dice } from './dice.ts';
import type { Naming } from './names.ts';
import { Residence } from './residence.ts';
import { Rhythm } from './rhythm.ts';
import type { Rows } from './rows.ts';

/** Part of a world that writes rows: `perform` is called `turns` times, and writes a bounded number of rows each time. */
export type Act = {
  readonly stream: string;
  readonly turns: number;
  readonly perform: (rows: Rows, dice: Dice, turn: number) => void;
};

export type SceneLayer = { readonly name: string; readonly naming: Naming };

/** Rows of an act between two others. */
export const ROWS_A_TURN = 4096;

/** Monday, 5 January 2026, midnight UTC. */
const FIRST_DAY = Date.UTC(2026, 0, 5);

/** What a preset builds: who there is, where they live, and the acts that will write the rows. */
export class Scene {
  readonly seed: number;
  readonly accounts: number;
  readonly rhythm: Rhythm;
  readonly cast: Cast;
  readonly residence: Residence;
  readonly layers: SceneLayer[] = [];
  readonly acts: Act[] = [];
  private readonly entityCounts: number[] = [];

  constructor(seed: number, accounts: number, days: number) {
    this.seed = seed;
    this.accounts = accounts;
    this.rhythm = new Rhythm(seed, FIRST_DAY, days);
    this.cast = new Cast(accounts);
    this.residence = new Residence(accounts, this.dice('second devices'));
  }

  dice(stream: string): Dice {
    return new Dice(this.seed, stream);
  }

  /** The number of the layer; a new name makes a new layer. */
  layer(name: string, naming: Naming): number {
    const known = this.layers.findIndex((layer) => layer.name === name);
    if (known >= 0) return known;
    this.entityCounts.push(0);
    return this.layers.push({ name, naming }) - 1;
  }

  /** The first of `count` new entities of the layer, numbered one after the other. */
  newEntities(layer: number, count: number): number {
    const first = this.entityCounts[layer] ?? 0;
    this.entityCounts[layer] = first + count;
    return first;
  }

  play(stream: string, perform: Act['perform'], turns = 1): void {
    this.acts.push({ stream: `${this.acts.length} ${stream}`, turns, perform });
  }

  /** Has `rows` rows written, a turn at a time. */
  playRows(stream: string, rows: number, writeRow: (rows: Rows, dice: Dice) => void): void {
    const perform = (block: Rows, dice: Dice, turn: number) => {
      const end = Math.min(rows, (turn + 1) * ROWS_A_TURN);
      for (let row = turn * ROWS_A_TURN; row < end; row++) writeRow(block, dice);
    };
    this.play(stream, perform, Math.ceil(rows / ROWS_A_TURN));
  }
}
