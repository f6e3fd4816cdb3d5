import { addBreakingNews, addFans, addLiveAudience } from '../parts/audiences.ts';
import { addCrowd, type Crowd } from '../parts/crowd.ts';
import { addFollowFarm, addFollows } from '../parts/follows.ts';
import { addLogins } from '../parts/logins.ts';
import { addCampus, addCarrier, addHouseholds, addOffices } from '../parts/neighbours.ts';
import { addBotnet, addPopularRing, addShareRing, addSlowRing } from '../parts/rings-in-time.ts';
import { addDeviceAddressRing, addDeviceRing } from '../parts/rings-on-devices.ts';
import { addAgencies, addPhoneFamilies } from '../parts/shared-accounts.ts';
import { type Preset, ringSizes, timesOf } from '../preset.ts';
import { Scene } from '../scene.ts';

type Town = { readonly accounts: number; readonly botnet: number; readonly carrier: number };

/** Everything at once: links, reposts, follows, devices and addresses, every innocent look-alike and rings of most kinds. */
function stageTown(seed: number, factor: number, { accounts, botnet, carrier }: Town): Scene {
  const scene = new Scene(seed, timesOf(accounts, factor), 28);
  const link = scene.layer('link', 'link');
  const repost = scene.layer('repost', 'post');
  const follow = scene.layer('follow', 'account');
  const device = scene.layer('device', 'device');
  const ip = scene.layer('ip', 'ip');
  const links = addCrowd(scene, { layer: link, rows: scene.accounts * 9, entities: scene.accounts * 2 });
  const reposts = addCrowd(scene, { layer: repost, rows: scene.accounts * 3, entities: Math.ceil(scene.accounts / 2) });
  addRings(scene, links, follow, factor, botnet);
  addNeighbours(scene, factor, Math.round(carrier * factor));
  addAgencies(scene, timesOf(8, factor), link);
  addBreakingNews(scene, link, Math.min(2500, Math.floor(scene.accounts / 3)));
  addLiveAudience(scene, link, Math.min(300, Math.floor(scene.accounts / 20)));
  addFans(scene, { layer: reposts.layer, fans: Math.min(360, Math.floor(scene.accounts / 20)), posts: 30 });
  addLogins(scene, { device, ip, usual: 3, isTimed: true });
  addFollows(scene, follow);
  return scene;
}

function addRings(scene: Scene, links: Crowd, follow: number, factor: number, botnet: number): void {
  const dice = scene.dice('sizes of rings');
  const sizes = (count: number, least: number, most: number) => ringSizes(dice, timesOf(count, factor), least, most);
  for (const size of sizes(4, 5, 50)) addShareRing(scene, links, size);
  for (const size of sizes(2, 6, 25)) addDeviceRing(scene, size);
  for (const size of sizes(2, 6, 25)) addDeviceAddressRing(scene, size);
  for (const size of sizes(1, 8, 20)) addSlowRing(scene, links, size);
  for (const size of sizes(2, 6, 25)) addPopularRing(scene, links, size);
  for (const size of sizes(1, 10, 40)) addFollowFarm(scene, follow, size);
  addBotnet(scene, links, Math.max(60, Math.min(botnet, Math.floor(scene.accounts / 20))));
}

function addNeighbours(scene: Scene, factor: number, carrier: number): void {
  addPhoneFamilies(scene, timesOf(40, factor));
  addHouseholds(scene, timesOf(500, factor));
  addOffices(scene, timesOf(8, factor));
  addCampus(scene, Math.min(500, Math.floor(scene.accounts / 12)));
  addCarrier(scene, carrier, 'ipv4');
  addCarrier(scene, Math.round(carrier / 2), 'ipv6');
}

const DEMO: Town = { accounts: 8_000, botnet: 120, carrier: 2_500 };
const MIXED: Town = { accounts: 14_000, botnet: 200, carrier: 5_000 };

export const demo: Preset = {
  purpose: 'every innocent look-alike and most kinds of rings, small enough to be swept at once',
  edges: 242_000,
  stage: ({ seed, edges }) => stageTown(seed, edges / 242_000, DEMO),
};

export const mixed: Preset = {
  purpose: 'the same at a larger size: a campus of 500, a carrier of 5,000, 2,500 who share one news',
  edges: 417_000,
  stage: ({ seed, edges }) => stageTown(seed, edges / 417_000, MIXED),
};
