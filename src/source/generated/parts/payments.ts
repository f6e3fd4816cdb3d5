/** Ordinary transfers from account to account: shops, families, friends, wages, and people who collect for a cause. */

import { DAY_MS, HOUR_MS, wholeSecond } from '../rhythm.ts';
import type { Rows } from '../rows.ts';
import type { Scene } from '../scene.ts';
import { Zipf } from '../zipf.ts';

/** Share of the accounts that are shops. */
const SHOPS = 0.015;

export function addPurchases(scene: Scene, layer: number, purchases: number): void {
  const { cast, rhythm } = scene;
  const shops = cast.choose(scene.dice('shops'), Math.ceil(scene.accounts * SHOPS));
  cast.gather('shop', shops);
  const activity = new Zipf(scene.accounts, 0.5);
  const popularity = new Zipf(shops.length, 0.9, 2);
  scene.playRows('purchases', purchases, (rows: Rows, dice) => {
    const buyer = activity.draw(dice);
    const shop = shops[popularity.draw(dice)] as number;
    if (shop === buyer) return;
    rows.add(buyer, layer, shop, rhythm.moment(buyer, dice));
  });
}

type Circle = { readonly kind: string; readonly least: number; readonly most: number; readonly transfers: number };

/** Families pay each other often, friends split a bill now and then. */
const CIRCLES: readonly Circle[] = [
  { kind: 'family', least: 2, most: 5, transfers: 7 },
  { kind: 'friends', least: 3, most: 7, transfers: 3 },
];

export function addFamiliesAndFriends(scene: Scene, layer: number, count: number): void {
  const { cast, rhythm } = scene;
  const dice = scene.dice('families and friends');
  for (let i = 0; i < count; i++) {
    const { kind, least, most, transfers } = CIRCLES[i % CIRCLES.length] as Circle;
    const members = cast.choose(dice, dice.between(least, most));
    cast.gather(kind, members);
    scene.play(kind, (rows, turn) => {
      for (let left = members.length * transfers; left > 0; left--) {
        const [payer, payee] = [turn.pick(members), turn.pick(members)];
        if (payer !== payee) rows.add(payer, layer, payee, rhythm.moment(payer, turn));
      }
    });
  }
}

/** Every second Friday at nine, within minutes, to all who work there. */
export function addEmployers(scene: Scene, layer: number, count: number): void {
  const { cast, rhythm } = scene;
  const dice = scene.dice('employers');
  for (let i = 0; i < count; i++) {
    const members = cast.choose(dice, Math.round(dice.spread(6, 120)));
    cast.gather('employer', members);
    const employer = members[dice.below(members.length)] as number;
    scene.play('wages', (rows, turn) => {
      for (let day = 4; day * DAY_MS < rhythm.to - rhythm.from; day += 14) {
        const payday = rhythm.from + day * DAY_MS + 9 * HOUR_MS;
        for (const account of members) {
          if (account !== employer)
            rows.add(employer, layer, account, wholeSecond(payday + turn.exponential(5 * 60_000)));
        }
      }
    });
  }
}

/** Many pay one who collects for a cause, over a few days: the shape of a mule's star, and innocent. */
export function addCollections(scene: Scene, layer: number, count: number): void {
  const { cast, rhythm } = scene;
  const dice = scene.dice('collections');
  for (let i = 0; i < count; i++) {
    const members = cast.choose(dice, Math.round(dice.spread(20, 120)));
    cast.gather('collection', members);
    const collector = dice.pick(members);
    const begins = rhythm.from + dice.unit() * (rhythm.to - rhythm.from - 8 * DAY_MS);
    scene.play('collection', (rows, turn) => {
      for (const donor of members) {
        if (donor !== collector) rows.add(donor, layer, collector, wholeSecond(begins + turn.unit() * 7 * DAY_MS));
      }
    });
  }
}
