import type { Rows } from '../rows.ts';
import type { Scene } from '../scene.ts';
import { Zipf } from '../zipf.ts';

export type SightingOptions = {
  readonly layer: number;
  readonly rows: number;
  /** Exponent of the activity of accounts. */
  readonly activity: number;
  /** What is seen of an account: its device, its address at home or that of its phone network. */
  readonly of: 'device' | 'home' | 'network';
};

/** So many sightings of accounts on their devices or addresses, the more active account the more often. */
export function addSightings(scene: Scene, options: SightingOptions): void {
  const { residence, rhythm } = scene;
  const activity = new Zipf(scene.accounts, options.activity);
  scene.playRows(`sightings ${options.of}`, options.rows, (rows: Rows, dice) => {
    const account = activity.draw(dice);
    const at = rhythm.moment(account, dice);
    const entity =
      options.of === 'device'
        ? residence.deviceFor(account, dice)
        : options.of === 'home'
          ? residence.homeAddress(account, dice)
          : residence.networkAddress(account, dice);
    rows.add(account, options.layer, entity, at);
  });
}
