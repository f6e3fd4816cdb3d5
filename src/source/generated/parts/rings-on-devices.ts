/** Planted rings that betray themselves by what they are run from. What they do besides is what anybody does. */
import type { Scene } from '../scene.ts';

const ACCOUNTS_A_DEVICE = 8;
const ACCOUNTS_AN_ADDRESS = 6;

/** Accounts run from a few devices, each from any of them; addresses as anybody's, as behind residential proxies. */
export function addDeviceRing(scene: Scene, size: number): void {
  const members = chooseFarm(scene, 'device-ring', size);
  useDevices(scene, members);
}

/** Accounts run from a few devices behind a few addresses. */
export function addDeviceAddressRing(scene: Scene, size: number): void {
  const members = chooseFarm(scene, 'device-ip-ring', size);
  useDevices(scene, members);
  scene.residence.liveAt(members, scene.residence.ipv4(Math.max(2, Math.ceil(size / ACCOUNTS_AN_ADDRESS))));
}

function chooseFarm(scene: Scene, kind: string, size: number): Uint32Array {
  const { cast, residence } = scene;
  const members = cast.choose(scene.dice(`${kind} ${cast.rings.length}`), size, (account) =>
    residence.livesAlone(account),
  );
  cast.plant(kind, members);
  return members;
}

function useDevices(scene: Scene, members: Uint32Array): void {
  const count = Math.max(1, Math.min(3, Math.ceil(members.length / ACCOUNTS_A_DEVICE)));
  const devices = Array.from({ length: count }, () => scene.residence.newDevice());
  for (const account of members) scene.residence.use(account, devices);
}
