/** Worlds of one timed layer. */
import { addBreakingNews, addFans, addLiveAudience } from '../parts/audiences.ts';
import { addCrowd, type Crowd } from '../parts/crowd.ts';
import { addBotnet, addPopularRing, addShareRing, addSlowRing } from '../parts/rings-in-time.ts';
import { type Preset, ringSizes, timesOf } from '../preset.ts';
import { Scene } from '../scene.ts';

type Stage = (scene: Scene, crowd: Crowd, times: (count: number) => number) => void;

/** Accounts, and rows of all that they do. */
type Size = readonly [accounts: number, edges: number];

const ROWS_AN_ACCOUNT = 10;

/** A crowd that shares things in the layer `name`, and what `fill` adds to it. */
function timed(purpose: string, name: string, [accounts, edges]: Size, fill: Stage): Preset {
  return {
    purpose,
    edges,
    stage: (order) => {
      const factor = order.edges / edges;
      const scene = new Scene(order.seed, timesOf(accounts, factor), 28);
      const layer = scene.layer(name, name === 'link' ? 'link' : 'post');
      const crowd = addCrowd(scene, { layer, rows: scene.accounts * ROWS_AN_ACCOUNT, entities: scene.accounts * 2 });
      fill(scene, crowd, (count) => timesOf(count, factor));
      return scene;
    },
  };
}

const share = (scene: Scene, part: number, most: number) => Math.min(most, Math.floor(scene.accounts * part));

export const timedOnly = timed(
  'one timed layer with a name that nobody knows',
  'boost',
  [10_000, 110_000],
  (scene, crowd, times) => {
    const dice = scene.dice('sizes of rings');
    for (const size of ringSizes(dice, times(4), 5, 50)) addShareRing(scene, crowd, size);
    for (const size of ringSizes(dice, times(1), 8, 25)) addSlowRing(scene, crowd, size);
    for (const size of ringSizes(dice, times(2), 6, 25)) addPopularRing(scene, crowd, size);
    addBotnet(scene, crowd, 80);
    addFans(scene, { layer: crowd.layer, fans: share(scene, 0.04, 330), posts: 25 });
    addBreakingNews(scene, crowd.layer, share(scene, 0.25, 2500));
    addLiveAudience(scene, crowd.layer, share(scene, 0.03, 300));
  },
);

export const fanClubs = timed(
  'many small fan clubs and weekly live audiences beside few rings of their size',
  'repost',
  [8_000, 96_000],
  (scene, crowd, times) => {
    const dice = scene.dice('sizes of rings');
    for (const size of ringSizes(dice, times(3), 10, 40)) addShareRing(scene, crowd, size);
    for (const size of ringSizes(dice, times(1), 10, 25)) addSlowRing(scene, crowd, size);
    for (const fans of ringSizes(dice, times(50), 10, 60))
      addFans(scene, { layer: crowd.layer, fans, posts: dice.between(6, 20), kind: 'fan-club' });
    for (const viewers of ringSizes(dice, times(4), 100, share(scene, 0.05, 400)))
      addLiveAudience(scene, crowd.layer, viewers);
  },
);

export const botnet = timed(
  'botnets of 60 to 400 beside fan clubs, a live audience and news',
  'link',
  [12_000, 135_000],
  (scene, crowd, times) => {
    const dice = scene.dice('sizes of rings');
    for (const size of [60, 150, 400]) addBotnet(scene, crowd, Math.max(60, share(scene, 0.034, size)));
    for (const fans of ringSizes(dice, times(15), 20, 80))
      addFans(scene, { layer: crowd.layer, fans, posts: dice.between(10, 25), kind: 'fan-club' });
    addLiveAudience(scene, crowd.layer, share(scene, 0.03, 300));
    addBreakingNews(scene, crowd.layer, share(scene, 0.2, 2500));
  },
);

export const popular = timed(
  'rings that push, within a minute, what everybody shares anyway',
  'link',
  [10_000, 109_000],
  (scene, crowd, times) => {
    const dice = scene.dice('sizes of rings');
    for (const size of ringSizes(dice, times(6), 6, 25)) addPopularRing(scene, crowd, size);
    for (let i = 0; i < 3; i++) addBreakingNews(scene, crowd.layer, share(scene, 0.15, 2500));
    addFans(scene, { layer: crowd.layer, fans: share(scene, 0.04, 400), posts: 25 });
  },
);
