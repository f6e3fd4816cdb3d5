/** Untimed ratings: latent tastes make innocent accounts alike, rings rate their targets under the cover of ordinary ratings. */
import type { Dice } from '../dice.ts';
import type { Rows } from '../rows.ts';
import type { Scene } from '../scene.ts';
import { Zipf } from '../zipf.ts';

const GENRES = 24;
const USUAL_RATINGS = 10;
const LOG_SPREAD = 0.8;
const MOST_RATINGS = 200;
const ACCOUNTS_A_TURN = 256;
/** Share of the ratings that follow the account's tastes; the others go anywhere. */
const BY_TASTE = 0.8;
/** Popularity inside a genre: rank k by (k + 3)^-0.9. */
const POPULARITY = 0.9;
const POPULARITY_SHIFT = 3;

export type Catalogue = { readonly layer: number; readonly first: number; readonly items: number };

/** Each account likes one to three of the genres; item `first + k` is in genre k mod 24, the first ones the most popular. */
export function addTastes(scene: Scene, layer: number, items: number): Catalogue {
  const first = scene.newEntities(layer, items);
  const popularity = new Zipf(Math.floor(items / GENRES), POPULARITY, POPULARITY_SHIFT);
  const write = (rows: Rows, dice: Dice, turn: number) => {
    const end = Math.min(scene.accounts, (turn + 1) * ACCOUNTS_A_TURN);
    for (let account = turn * ACCOUNTS_A_TURN; account < end; account++) {
      const genres = Array.from({ length: dice.between(1, 3) }, () => dice.below(GENRES));
      const ratings = Math.min(MOST_RATINGS, 2 + Math.round(dice.logNormal(USUAL_RATINGS, LOG_SPREAD)));
      const rated = new Set<number>();
      for (let i = 0; i < ratings; i++) {
        const genre = dice.chance(BY_TASTE) ? dice.pick(genres) : dice.below(GENRES);
        rated.add(first + popularity.draw(dice) * GENRES + genre);
      }
      for (const item of rated) rows.add(account, layer, item, Number.NaN);
    }
  };
  scene.play('tastes', write, Math.ceil(scene.accounts / ACCOUNTS_A_TURN));
  return { layer, first, items };
}

/** Share of its targets that a member of a ring rates. */
const TURNOUT = 0.7;

/** Accounts that rate 6 to 15 little known items together, besides what they like themselves. */
export function addRatingRing(scene: Scene, { layer, first, items }: Catalogue, size: number): void {
  const { cast } = scene;
  const dice = scene.dice(`rating ring ${cast.rings.length}`);
  const members = cast.choose(dice, size);
  cast.plant('rating-ring', members);
  const targets = new Set<number>();
  for (let left = dice.between(6, 15); left > 0; left--)
    targets.add(first + Math.floor(items / 3) + dice.below(Math.ceil(items * 0.6)));
  scene.play('rating ring', (rows, turn) => {
    for (const account of members)
      for (const target of targets) if (turn.chance(TURNOUT)) rows.add(account, layer, target, Number.NaN);
  });
}
