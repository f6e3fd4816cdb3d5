/** Worlds where accounts are tied to accounts: transfers and follows. */
import { addFollowFarm, addFollows } from '../parts/follows.ts';
import { addCollections, addEmployers, addFamiliesAndFriends, addPurchases } from '../parts/payments.ts';
import { addMuleStar, addWashRing } from '../parts/rings-of-payers.ts';
import { type Preset, ringSizes, timesOf } from '../preset.ts';
import { Scene } from '../scene.ts';

const PAYMENTS = { edges: 72_000, accounts: 8_000 };
const FOLLOWS = { edges: 64_000, accounts: 8_000 };

function payments(purpose: string, addRings: (scene: Scene, layer: number, factor: number) => void): Preset {
  return {
    purpose,
    edges: PAYMENTS.edges,
    stage: ({ seed, edges }) => {
      const factor = edges / PAYMENTS.edges;
      const scene = new Scene(seed, timesOf(PAYMENTS.accounts, factor), 28);
      const layer = scene.layer('transfer', 'account');
      addRings(scene, layer, factor);
      addPurchases(scene, layer, scene.accounts * 7);
      addFamiliesAndFriends(scene, layer, timesOf(900, factor));
      addEmployers(scene, layer, timesOf(25, factor));
      addCollections(scene, layer, timesOf(8, factor));
      return scene;
    },
  };
}

export const washing = payments(
  'transfers among shops, families and firms, and rings that pass money round',
  (scene, layer, factor) => {
    for (const size of ringSizes(scene.dice('sizes of rings'), timesOf(6, factor), 8, 25))
      addWashRing(scene, layer, size);
  },
);

export const mules = payments('the same transfers, and thin stars of money mules', (scene, layer, factor) => {
  for (const size of ringSizes(scene.dice('sizes of rings'), timesOf(10, factor), 8, 20))
    addMuleStar(scene, layer, size);
});

export const follows: Preset = {
  purpose: 'who follows whom, and farms of accounts that follow each other',
  edges: FOLLOWS.edges,
  stage: ({ seed, edges }) => {
    const factor = edges / FOLLOWS.edges;
    const scene = new Scene(seed, timesOf(FOLLOWS.accounts, factor), 28);
    const layer = scene.layer('follow', 'account');
    for (const size of ringSizes(scene.dice('sizes of rings'), timesOf(6, factor), 10, 60))
      addFollowFarm(scene, layer, size);
    addFollows(scene, layer);
    return scene;
  },
};
