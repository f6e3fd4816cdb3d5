/**
 * The life of shared things: each is born at some moment, most are shared in a burst after it that thins out by a power law,
 * some all the time. Nothing is stored: birth and pace follow from the number of the entity.
 */
import { type Dice, keyOf, scramble } from './dice.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Rhythm } from './rhythm.ts';

/** Share of the things that are never news: they are shared at any time after their birth. */
const EVERGREEN = 0.15;
/** Half of the shares of a thing fall within this long of its birth: from the fastest news to the slowest. */
const FASTEST_MS = 10 * MINUTE_MS;
const SLOWEST_MS = DAY_MS;

export class Story {
  private readonly rhythm: Rhythm;
  private readonly birthKey: number;
  private readonly paceKey: number;

  constructor(seed: number, layer: string, rhythm: Rhythm) {
    this.rhythm = rhythm;
    this.birthKey = keyOf(seed, `birth ${layer}`);
    this.paceKey = keyOf(seed, `pace ${layer}`);
  }

  /** Anywhere in the window but its last twelve hours. */
  birthOf(entity: number): number {
    const { from, to } = this.rhythm;
    return from + (scramble(entity, this.birthKey) / 2 ** 32) * Math.max(HOUR_MS, to - from - 12 * HOUR_MS);
  }

  /** When `account` comes to share it. */
  moment(entity: number, account: number, dice: Dice): number {
    const birth = this.birthOf(entity);
    const pace = scramble(entity, this.paceKey) / 2 ** 32;
    const left = this.rhythm.to - birth;
    if (pace < EVERGREEN) return this.rhythm.awakeMoment(account, dice, () => birth + dice.unit() * left);
    const halfMs = FASTEST_MS * (SLOWEST_MS / FASTEST_MS) ** ((pace - EVERGREEN) / (1 - EVERGREEN));
    return this.rhythm.awakeMoment(account, dice, () => {
      const delay = halfMs * (1 / (1 - dice.unit()) - 1);
      return birth + (delay < left ? delay : dice.unit() * left);
    });
  }
}
