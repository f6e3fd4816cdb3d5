import type { Rows } from '../rows.ts';
import type { Scene } from '../scene.ts';
import { Story } from '../story.ts';
import { Zipf } from '../zipf.ts';

/** How active the k-th account is, k^-0.8, and how popular the k-th thing, (k + 20)^-1.05: heavy tails as in real shares. */
const ACTIVITY = 0.8;
const POPULARITY = 1.05;
const POPULARITY_SHIFT = 20;

export type CrowdOptions = {
  readonly layer: number;
  readonly rows: number;
  readonly entities: number;
};

/** Things that the crowd shares: entity `first + k` is the k-th most popular. */
export type Crowd = {
  readonly layer: number;
  readonly first: number;
  readonly entities: number;
  readonly story: Story;
};

/** Ordinary shares: each account by itself, its choice by popularity, its time by the life of the thing and its own day. */
export function addCrowd(scene: Scene, { layer, rows, entities }: CrowdOptions): Crowd {
  const first = scene.newEntities(layer, entities);
  const story = new Story(scene.seed, scene.layers[layer]?.name ?? '', scene.rhythm);
  const activity = new Zipf(scene.accounts, ACTIVITY);
  const popularity = new Zipf(entities, POPULARITY, POPULARITY_SHIFT);
  scene.playRows('crowd', rows, (block: Rows, dice) => {
    const account = activity.draw(dice);
    const entity = first + popularity.draw(dice);
    block.add(account, layer, entity, story.moment(entity, account, dice));
  });
  return { layer, first, entities, story };
}
