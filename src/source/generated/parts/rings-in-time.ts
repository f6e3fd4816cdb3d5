/** Planted rings that act together. All of their members also act like anybody else: they are accounts of the crowd. */
import type { Dice } from '../dice.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../rhythm.ts';
import type { Scene } from '../scene.ts';
import { playCampaign } from './campaign.ts';
import type { Crowd } from './crowd.ts';

/** Share of a ring's links that are its own; the others are little known ones, which the crowd shares too. */
const OWN_LINKS = 0.5;

/** 5 to 50 accounts that share 8 to 15 links over days, each time within seconds. */
export function addShareRing(scene: Scene, crowd: Crowd, size: number): void {
  const dice = scene.dice(`share ring ${scene.cast.rings.length}`);
  const links = dice.between(8, 15);
  play(scene, crowd, dice, {
    kind: 'share-ring',
    size,
    entities: littleKnown(scene, crowd, dice, links),
    starts: startsOver(scene, dice, links, 10),
    delayMs: dice.spread(4_000, 15_000),
    turnout: 0.85,
  });
}

/** Accounts that share many links, hours apart: nothing for a window of a minute. */
export function addSlowRing(scene: Scene, crowd: Crowd, size: number): void {
  const dice = scene.dice(`slow ring ${scene.cast.rings.length}`);
  const links = dice.between(25, 40);
  play(scene, crowd, dice, {
    kind: 'slow-ring',
    size,
    entities: littleKnown(scene, crowd, dice, links),
    starts: startsOver(scene, dice, links, 24),
    delayMs: dice.spread(HOUR_MS, 3 * HOUR_MS),
    turnout: 0.65,
  });
}

/** 60 to 400 accounts of which less than half take part each time, within minutes. */
export function addBotnet(scene: Scene, crowd: Crowd, size: number): void {
  const dice = scene.dice(`botnet ${scene.cast.rings.length}`);
  const links = dice.between(25, 40);
  play(scene, crowd, dice, {
    kind: 'botnet',
    size,
    entities: littleKnown(scene, crowd, dice, links),
    starts: startsOver(scene, dice, links, 20),
    delayMs: dice.spread(MINUTE_MS, 3 * MINUTE_MS),
    turnout: dice.spread(0.3, 0.5),
  });
}

/** Accounts that push, within a minute of each other, what everybody shares in those hours anyway. */
export function addPopularRing(scene: Scene, crowd: Crowd, size: number): void {
  const dice = scene.dice(`popular ring ${scene.cast.rings.length}`);
  const count = dice.between(10, 14);
  const reach = Math.min(300, Math.ceil(crowd.entities / 20));
  const ranks = new Set(Array.from({ length: count }, () => dice.below(reach)));
  const entities = Array.from(ranks, (rank) => crowd.first + rank);
  play(scene, crowd, dice, {
    kind: 'popular-ring',
    size,
    entities,
    starts: entities.map((entity) => crowd.story.birthOf(entity) + dice.spread(10 * MINUTE_MS, 6 * HOUR_MS)),
    delayMs: 15_000,
    turnout: 0.8,
  });
}

type Plan = {
  readonly kind: string;
  readonly size: number;
  readonly entities: readonly number[];
  readonly starts: readonly number[];
  readonly delayMs: number;
  readonly turnout: number;
};

function play(scene: Scene, { layer }: Crowd, dice: Dice, { size, ...plan }: Plan): void {
  const members = scene.cast.choose(dice, size);
  scene.cast.plant(plan.kind, members);
  playCampaign(scene, { ...plan, layer, members });
}

/** Half new links, half from the thin end of what the crowd shares. */
function littleKnown(scene: Scene, { layer, first, entities }: Crowd, dice: Dice, count: number): number[] {
  const thinEnd = first + Math.floor(entities / 5);
  const known = new Set<number>();
  for (let left = count - Math.round(count * OWN_LINKS); left > 0; left--)
    known.add(thinEnd + dice.below(Math.ceil(entities * 0.8)));
  const newest = scene.newEntities(layer, count - known.size);
  return [...Array.from({ length: count - known.size }, (_, i) => newest + i), ...known];
}

/** `count` moments spread over `days` of the window, or all of it when it is shorter. */
function startsOver({ rhythm }: Scene, dice: Dice, count: number, days: number): number[] {
  const lasts = Math.min(days * DAY_MS, rhythm.to - rhythm.from - 12 * HOUR_MS);
  const begins = rhythm.from + dice.unit() * (rhythm.to - rhythm.from - 12 * HOUR_MS - lasts);
  return Array.from({ length: count }, () => begins + dice.unit() * lasts);
}
