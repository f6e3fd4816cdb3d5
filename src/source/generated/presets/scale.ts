import { addCrowd } from '../parts/crowd.ts';
import { addScaleRings } from '../parts/scale-rings.ts';
import { addSightings } from '../parts/sightings.ts';
import type { Preset, PresetOrder } from '../preset.ts';
import { Scene } from '../scene.ts';
import { shuffle } from '../shuffle.ts';

/** Shares of the rows, by layer, and of the addresses those in the pools of phone networks. */
const SHARES = 0.7;
const ADDRESSES = 0.2;
const IN_POOLS = 0.3;
const ROWS_AN_ACCOUNT = 20;
const SHARES_A_LINK = 8;
const ACTIVITY = 0.8;
const SMALLEST_POOL = 100;
const LARGEST_POOL = 10_000;
const CUSTOMERS_AN_ADDRESS = 60;

/** A world for measuring speed: its number of rows is exact, and so are the parts of the layers. */
export const scale: Preset = {
  purpose: 'speed: exactly so many rows, 70 % links, 20 % addresses, 10 % devices, 2 % of it rings',
  edges: 10_000_000,
  stage({ seed, edges }: PresetOrder): Scene {
    const accounts = Math.max(100, Math.round(edges / ROWS_AN_ACCOUNT));
    const scene = new Scene(seed, accounts, 28);
    const link = scene.layer('link', 'link');
    const ip = scene.layer('ip', 'ip');
    const device = scene.layer('device', 'device');
    const links = Math.round(edges * SHARES);
    const addresses = Math.round(edges * ADDRESSES);
    const pooled = Math.round(addresses * IN_POOLS);
    const rings = addScaleRings(scene, { link, ip, device, edges });
    addPools(scene);
    addCrowd(scene, { layer: link, rows: links - rings.links, entities: Math.ceil(edges / SHARES_A_LINK) });
    addSightings(scene, { layer: ip, rows: pooled, activity: ACTIVITY, of: 'network' });
    addSightings(scene, { layer: ip, rows: addresses - pooled - rings.addresses, activity: ACTIVITY, of: 'home' });
    addSightings(scene, {
      layer: device,
      rows: edges - links - addresses - rings.devices,
      activity: ACTIVITY,
      of: 'device',
    });
    return scene;
  },
};

/** Every account is a customer of some phone network, the networks being of all sizes. */
function addPools(scene: Scene): void {
  const dice = scene.dice('pools');
  const order = Uint32Array.from({ length: scene.accounts }, (_, account) => account);
  shuffle(order, dice);
  for (let start = 0; start < order.length; ) {
    const customers = order.subarray(start, start + Math.round(dice.spread(SMALLEST_POOL, LARGEST_POOL)));
    scene.residence.roamIn(customers, scene.residence.ipv4(Math.ceil(customers.length / CUSTOMERS_AN_ADDRESS)));
    start += customers.length;
  }
}
