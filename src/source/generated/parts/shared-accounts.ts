import type { Scene } from '../scene.ts';

/** Families of 2 to 4 who pass one phone around. */
export function addPhoneFamilies(scene: Scene, count: number): void {
  const dice = scene.dice('phone families');
  const { cast, residence } = scene;
  for (let i = 0; i < count; i++) {
    const members = cast.choose(dice, dice.between(2, 4), (account) => residence.livesAlone(account));
    const phone = residence.newDevice();
    residence.liveAt(members, residence.ipv4(1));
    for (const account of members) residence.use(account, [phone]);
    cast.gather('phone-family', members);
  }
}

/** Minutes in which an agency has a post out on all accounts of a client. */
const ROUND_MS = 10 * 60_000;
const POSTS = 12;
/** Share of the client's accounts that a post goes to. */
const TURNOUT = 0.7;

/**
 * Agencies that run 3 to 6 accounts of a client by the client's leave, from two computers at one address, and share its news
 * within minutes: coordinated, open, and not what anybody looks for.
 */
export function addAgencies(scene: Scene, count: number, layer: number): void {
  const dice = scene.dice('agencies');
  const { cast, residence, rhythm } = scene;
  for (let i = 0; i < count; i++) {
    const members = cast.choose(dice, dice.between(3, 6), (account) => residence.livesAlone(account));
    const computers = [residence.newDevice(), residence.newDevice()];
    residence.liveAt(members, residence.ipv4(1));
    for (const account of members) residence.use(account, computers);
    cast.gather('agency', members);
    const first = scene.newEntities(layer, POSTS);
    const clerk = members[0] as number;
    scene.play('agency', (rows, turn) => {
      for (let post = 0; post < POSTS; post++) {
        const start = rhythm.moment(clerk, turn);
        for (const account of members) {
          if (turn.chance(TURNOUT)) rows.add(account, layer, first + post, secondsAfter(start, turn.below(ROUND_MS)));
        }
      }
    });
  }
}

function secondsAfter(start: number, delayMs: number): number {
  return start + Math.floor(delayMs / 1000) * 1000;
}
