import { DAY_MS, wholeSecond } from '../rhythm.ts';
import type { Scene } from '../scene.ts';

export type ScaleRingOptions = {
  readonly link: number;
  readonly ip: number;
  readonly device: number;
  /** Rows of the whole world. */
  readonly edges: number;
};

/** What each member of a ring does: 12 shares, each within a minute of the others', and logins on 3 devices and 5 addresses. */
const LINKS = 12;
const DEVICES = 3;
const ADDRESSES = 5;
const ROWS_A_MEMBER = LINKS + DEVICES + ADDRESSES;
const SPAN_MS = 60_000;
const SMALLEST = 5;
const LARGEST = 50;
const SHARE_OF_ROWS = 0.02;

/** Rings of 5 to 50 accounts that come to 2 % of the rows; returns the rows that they take from each layer. */
export function addScaleRings(
  scene: Scene,
  { link, ip, device, edges }: ScaleRingOptions,
): { readonly links: number; readonly devices: number; readonly addresses: number } {
  const { residence, rhythm } = scene;
  const dice = scene.dice('scale rings');
  const seats = Math.floor((edges * SHARE_OF_ROWS) / ROWS_A_MEMBER);
  for (let left = seats; left >= SMALLEST; ) {
    const size = seatsOf(left, dice.between(SMALLEST, LARGEST));
    left -= size;
    const members = scene.cast.choose(dice, size);
    scene.cast.plant('scale-ring', members);
    const links = scene.newEntities(link, LINKS);
    const machines = Array.from({ length: DEVICES }, () => residence.newDevice());
    const place = residence.ipv4(ADDRESSES);
    scene.play('scale ring', (rows, turn) => {
      const moment = () => rhythm.from + turn.unit() * (rhythm.to - rhythm.from - DAY_MS);
      for (let i = 0; i < LINKS; i++) {
        const start = moment();
        for (const account of members) rows.add(account, link, links + i, wholeSecond(start + turn.unit() * SPAN_MS));
      }
      for (const account of members) {
        for (const machine of machines) rows.add(account, device, machine, wholeSecond(moment()));
        for (let i = 0; i < ADDRESSES; i++) rows.add(account, ip, place.first + i, wholeSecond(moment()));
      }
    });
  }
  const taken = scene.cast.rings.reduce((sum, ring) => sum + ring.members.length, 0);
  return { links: taken * LINKS, devices: taken * DEVICES, addresses: taken * ADDRESSES };
}

/** No ring leaves fewer seats than a ring needs. */
function seatsOf(left: number, size: number): number {
  if (size >= left) return left;
  return left - size < SMALLEST ? Math.min(left, LARGEST) : size;
}
