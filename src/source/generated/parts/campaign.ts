import type { Dice } from '../dice.ts';
import { wholeSecond } from '../rhythm.ts';
import type { Scene } from '../scene.ts';

/** What a ring does together: its members act on one entity after the other, each time soon after a start. */
export type Campaign = {
  readonly kind: string;
  readonly layer: number;
  readonly members: Uint32Array;
  readonly entities: readonly number[];
  /** When the ring begins with each of the entities. */
  readonly starts: readonly number[];
  /** Mean delay of a member after the start; four times as much at most. */
  readonly delayMs: number;
  /** Share of the members that take part each time. */
  readonly turnout: number;
};

export function playCampaign(scene: Scene, campaign: Campaign): void {
  const { kind, layer, members, entities, starts, delayMs, turnout } = campaign;
  scene.play(kind, (rows, dice) => {
    for (const [i, entity] of entities.entries()) {
      for (const account of members) {
        if (!dice.chance(turnout)) continue;
        rows.add(account, layer, entity, wholeSecond((starts[i] as number) + delayOf(dice, delayMs)));
      }
    }
  });
}

/** Exponential, drawn again where it would lag behind. */
function delayOf(dice: Dice, meanMs: number): number {
  for (;;) {
    const delay = dice.exponential(meanMs);
    if (delay <= 4 * meanMs) return delay;
  }
}
