import type { Dice } from '../dice.ts';
import { DAY_MS, wholeSecond } from '../rhythm.ts';
import type { Rows } from '../rows.ts';
import type { Scene } from '../scene.ts';
import { shuffle } from '../shuffle.ts';
import { Zipf } from '../zipf.ts';

const ACCOUNTS_A_TURN = 128;
const USUAL_FOLLOWS = 4;
const LOG_SPREAD = 0.9;
const MOST_FOLLOWS = 300;
/** Share of the follows that go to people one knows, and of those that are returned. */
const TO_FRIENDS = 0.5;
const RETURNED = 0.6;
const SMALLEST_VILLAGE = 15;
const LARGEST_VILLAGE = 80;

/** Who follows whom: half of it among 15 to 80 who know each other, mostly both ways, half of it stars. */
export function addFollows(scene: Scene, layer: number): void {
  const villages = drawVillages(scene);
  const fame = new Zipf(scene.accounts, 1.1, 5);
  const write = (rows: Rows, dice: Dice, turn: number) => {
    const end = Math.min(scene.accounts, (turn + 1) * ACCOUNTS_A_TURN);
    for (let account = turn * ACCOUNTS_A_TURN; account < end; account++) {
      const follows = Math.min(MOST_FOLLOWS, Math.round(dice.logNormal(USUAL_FOLLOWS, LOG_SPREAD)));
      const seen = new Set<number>([account]);
      for (let i = 0; i < follows; i++) {
        const isFriend = dice.chance(TO_FRIENDS);
        const other = isFriend ? dice.pick(villages[account] as Uint32Array) : fame.draw(dice);
        if (seen.has(other)) continue;
        seen.add(other);
        const at = scene.rhythm.moment(account, dice);
        rows.add(account, layer, other, at);
        if (isFriend && dice.chance(RETURNED)) rows.add(other, layer, account, scene.rhythm.moment(other, dice));
      }
    }
  };
  scene.play('follows', write, Math.ceil(scene.accounts / ACCOUNTS_A_TURN));
}

/** The village of each account. */
function drawVillages(scene: Scene): readonly Uint32Array[] {
  const dice = scene.dice('villages');
  const people = Uint32Array.from({ length: scene.accounts }, (_, account) => account);
  shuffle(people, dice);
  const villageOf: Uint32Array[] = [];
  for (let start = 0; start < people.length; ) {
    const village = people.subarray(start, start + dice.between(SMALLEST_VILLAGE, LARGEST_VILLAGE));
    for (const account of village) villageOf[account] = village;
    start += village.length;
  }
  return villageOf;
}

/** Share of the pairs of a farm that follow each other. */
const DENSITY = 0.6;
const CLIENTS = 10;
const CLIENTS_A_MEMBER = 6;

/** A farm of accounts that follow each other, to look like somebody, and all of them a few paying clients, who are genuine. */
export function addFollowFarm(scene: Scene, layer: number, size: number): void {
  const { cast, rhythm } = scene;
  const dice = scene.dice(`follow farm ${cast.rings.length}`);
  const members = cast.choose(dice, size);
  cast.plant('follow-farm', members);
  const clients = cast.choose(dice, CLIENTS);
  const begins = rhythm.from + dice.unit() * (rhythm.to - rhythm.from - 5 * DAY_MS);
  scene.play('follow farm', (rows, turn) => {
    const moment = () => wholeSecond(begins + turn.unit() * 4 * DAY_MS);
    for (const [i, account] of members.entries()) {
      for (const other of members.subarray(i + 1)) {
        if (!turn.chance(DENSITY)) continue;
        rows.add(account, layer, other, moment());
        rows.add(other, layer, account, moment());
      }
      for (const client of clients)
        if (turn.chance(CLIENTS_A_MEMBER / CLIENTS)) rows.add(account, layer, client, moment());
    }
  });
}
