/** Worlds without times. */
import { addAttributeHouseholds, addAttributeRing, addAttributes, addFirms } from '../parts/attributes.ts';
import { addLogins } from '../parts/logins.ts';
import { addCampus, addCarrier, addHouseholds, addOffices } from '../parts/neighbours.ts';
import { addDeviceAddressRing, addDeviceRing } from '../parts/rings-on-devices.ts';
import { addPhoneFamilies } from '../parts/shared-accounts.ts';
import { addRatingRing, addTastes } from '../parts/tastes.ts';
import { type Preset, ringSizes, timesOf } from '../preset.ts';
import { Scene } from '../scene.ts';

const DEVICES = { edges: 54_000, accounts: 12_000 };
const RATINGS = { edges: 90_000, accounts: 6_000 };
const ATTRIBUTES = { edges: 41_000, accounts: 6_000 };

export const untimed: Preset = {
  purpose: 'devices and addresses of which no time is known',
  edges: DEVICES.edges,
  stage: ({ seed, edges }) => {
    const factor = edges / DEVICES.edges;
    const scene = new Scene(seed, timesOf(DEVICES.accounts, factor), 28);
    const device = scene.layer('device', 'device');
    const ip = scene.layer('ip', 'ip');
    const dice = scene.dice('sizes of rings');
    for (const size of ringSizes(dice, timesOf(4, factor), 5, 40)) addDeviceRing(scene, size);
    for (const size of ringSizes(dice, timesOf(4, factor), 5, 40)) addDeviceAddressRing(scene, size);
    addPhoneFamilies(scene, timesOf(60, factor));
    addHouseholds(scene, timesOf(1_000, factor));
    addOffices(scene, timesOf(20, factor));
    addCampus(scene, Math.floor(scene.accounts / 24));
    addCampus(scene, Math.floor(scene.accounts / 6));
    addCarrier(scene, Math.floor(scene.accounts / 2.4), 'ipv4');
    addCarrier(scene, Math.floor(scene.accounts / 6), 'ipv6');
    addLogins(scene, { device, ip, usual: 4, isTimed: false });
    return scene;
  },
};

export const ratings: Preset = {
  purpose: 'untimed ratings by latent tastes, and rings that rate together under cover of them',
  edges: RATINGS.edges,
  stage: ({ seed, edges }) => {
    const factor = edges / RATINGS.edges;
    const scene = new Scene(seed, timesOf(RATINGS.accounts, factor), 28);
    const catalogue = addTastes(scene, scene.layer('product', 'product'), Math.max(240, scene.accounts));
    const dice = scene.dice('sizes of rings');
    for (const size of ringSizes(dice, timesOf(8, factor), 10, 40)) addRatingRing(scene, catalogue, size);
    return scene;
  },
};

export const attributes: Preset = {
  purpose: 'seven untimed attributes an account, most of which everybody shares',
  edges: ATTRIBUTES.edges,
  stage: ({ seed, edges }) => {
    const factor = edges / ATTRIBUTES.edges;
    const scene = new Scene(seed, timesOf(ATTRIBUTES.accounts, factor), 28);
    const registry = addAttributes(scene);
    const dice = scene.dice('sizes of rings');
    for (const size of ringSizes(dice, timesOf(12, factor), 5, 40)) addAttributeRing(scene, registry, size);
    addAttributeHouseholds(scene, registry, timesOf(400, factor));
    addFirms(scene, registry, timesOf(25, factor));
    return scene;
  },
};
