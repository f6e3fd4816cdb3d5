import { Dice } from './dice.ts';
import { type RowBlock, Rows } from './rows.ts';
import type { Act, Scene, SceneLayer } from './scene.ts';
import { shuffle } from './shuffle.ts';

/** What is known of an account: 1 for one that was planted, with the id and kind of its ring; 0 for a genuine one. */
export type WorldLabel = {
  readonly account: number;
  readonly label: 0 | 1;
  /** The planted ring, empty for a genuine account. */
  readonly group: string;
  /** Kind of the ring; of a genuine account the kind of its first circle, `crowd` without one. */
  readonly kind: string;
  /** Innocent circles that the account is in, such as `household-17` and `fan-crowd-1`. */
  readonly circles: readonly string[];
};

/** Kind of a genuine account that is in no circle. */
export const CROWD = 'crowd';

export type World = {
  readonly preset: string;
  readonly seed: number;
  readonly accounts: number;
  readonly layers: readonly SceneLayer[];
  /** Ids of the planted rings. */
  readonly rings: readonly string[];
  /** The rows, the same each time, in blocks of at most `size`; the sequence is the same for any size. */
  blocks(size?: number): Generator<RowBlock>;
  /** One for each account, active or not. */
  labels(): Generator<WorldLabel>;
};

export const ROWS_IN_BLOCK = 1 << 16;

export function openWorld(preset: string, scene: Scene): World {
  const { seed, accounts, layers, cast } = scene;
  return {
    preset,
    seed,
    accounts,
    layers,
    rings: cast.rings.map((ring) => ring.id),
    blocks: (size = ROWS_IN_BLOCK) => playScene(scene, size),
    labels: () => labelAccounts(scene),
  };
}

/** Acts take turns in an order drawn by lot, as a real log mixes what everybody does; each act's own turns follow each other. */
function* playScene({ seed, acts }: Scene, size: number): Generator<RowBlock> {
  const running = acts.map((act) => ({ act, dice: new Dice(seed, act.stream), turn: 0 }));
  const rows = new Rows();
  for (const place of orderOfTurns(acts, new Dice(seed, 'order of turns'))) {
    const player = running[place];
    if (player === undefined) continue;
    player.act.perform(rows, player.dice, player.turn++);
    while (rows.waiting >= size) yield rows.take(size);
  }
  if (rows.waiting > 0) yield rows.take(size);
}

function orderOfTurns(acts: readonly Act[], dice: Dice): Uint32Array {
  const order = new Uint32Array(acts.reduce((sum, act) => sum + act.turns, 0));
  let filled = 0;
  for (const [place, act] of acts.entries()) {
    order.fill(place, filled, filled + act.turns);
    filled += act.turns;
  }
  shuffle(order, dice);
  return order;
}

function* labelAccounts({ accounts, cast }: Scene): Generator<WorldLabel> {
  const ringOf = new Int32Array(accounts).fill(-1);
  for (const [place, ring] of cast.rings.entries()) for (const account of ring.members) ringOf[account] = place;
  const circlesOf = new Map<number, string[]>();
  const kindOf = new Map<string, string>();
  for (const { id, kind, members } of cast.circles) {
    kindOf.set(id, kind);
    for (const account of members) {
      const circles = circlesOf.get(account);
      if (circles === undefined) circlesOf.set(account, [id]);
      else circles.push(id);
    }
  }
  for (let account = 0; account < accounts; account++) {
    const ring = cast.rings[ringOf[account] as number];
    const circles = circlesOf.get(account) ?? [];
    const kind = ring?.kind ?? kindOf.get(circles[0] ?? '') ?? CROWD;
    yield { account, label: ring === undefined ? 0 : 1, group: ring?.id ?? '', kind, circles };
  }
}
