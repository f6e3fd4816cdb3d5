/** Planted rings among transfers. Their accounts also shop like anybody. */
import { DAY_MS, HOUR_MS, MINUTE_MS, wholeSecond } from '../rhythm.ts';
import type { Scene } from '../scene.ts';

/** Rounds that each member is in, on average, and members of a round. */
const ROUNDS_A_MEMBER = 4;

/** Money that goes round: 3 to 6 of the ring pass a sum from one to the next and back, within hours, again and again. */
export function addWashRing(scene: Scene, layer: number, size: number): void {
  const { cast, rhythm } = scene;
  const dice = scene.dice(`wash ring ${cast.rings.length}`);
  const members = cast.choose(dice, size);
  cast.plant('wash-ring', members);
  scene.play('wash ring', (rows, turn) => {
    for (let left = Math.ceil((size * ROUNDS_A_MEMBER) / 4); left > 0; left--) {
      const round = Array.from({ length: turn.between(3, 6) }, () => turn.pick(members));
      let at = rhythm.from + turn.unit() * (rhythm.to - rhythm.from - 2 * DAY_MS);
      for (const [i, payer] of round.entries()) {
        const payee = round[(i + 1) % round.length] as number;
        at += turn.spread(5 * MINUTE_MS, 6 * HOUR_MS);
        if (payer !== payee) rows.add(payer, layer, payee, wholeSecond(at));
      }
    }
  });
}

/**
 * Mules: each gets sums from a few people who are cheated, strangers to each other, and sends them on to one of the one or two
 * collectors within hours. Hardly anybody of the ring is tied to more than the collectors.
 */
export function addMuleStar(scene: Scene, layer: number, size: number): void {
  const { cast, rhythm } = scene;
  const dice = scene.dice(`mule star ${cast.rings.length}`);
  const members = cast.choose(dice, size);
  cast.plant('mule-star', members);
  const collectors = Array.from({ length: dice.between(1, 2) }, (_, i) => members[i] as number);
  const mules = members.subarray(collectors.length);
  const victims = mules.map(() => dice.between(1, 3));
  const cheated = Array.from(victims, (count) => cast.choose(dice, count));
  scene.play('mule star', (rows, turn) => {
    for (const [i, mule] of mules.entries()) {
      for (const victim of cheated[i] as Uint32Array) {
        const paid = wholeSecond(rhythm.from + turn.unit() * (rhythm.to - rhythm.from - 2 * DAY_MS));
        rows.add(victim, layer, mule, paid);
        rows.add(mule, layer, turn.pick(collectors), wholeSecond(paid + turn.spread(30 * MINUTE_MS, 12 * HOUR_MS)));
      }
    }
  });
}
