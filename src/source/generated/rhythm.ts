/** When people are awake: days of 24 hours in the time zone of each account, fewer acts at night and in the working week. */
import { type Dice, keyOf, scramble } from './dice.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Hours east of UTC with the share of the accounts that live there. */
const ZONES: readonly (readonly [hours: number, share: number])[] = [
  [-8, 0.12],
  [-5, 0.2],
  [-3, 0.08],
  [0, 0.12],
  [1, 0.22],
  [3, 0.06],
  [5.5, 0.12],
  [9, 0.08],
];

/** Activity by hour of the local day, its height being 1: least at four in the night, most at nine in the evening. */
const HOURS: readonly number[] = [
  0.38, 0.22, 0.13, 0.08, 0.07, 0.1, 0.22, 0.42, 0.6, 0.68, 0.72, 0.76, 0.82, 0.8, 0.76, 0.74, 0.76, 0.8, 0.86, 0.92,
  0.98, 1, 0.86, 0.6,
];
const SUM_OF_HOURS = HOURS.reduce((sum, weight) => sum + weight, 0);

/** Tries to meet a waking hour before an act happens whenever it happens. */
const TRIES = 4;

export class Rhythm {
  readonly from: number;
  readonly to: number;
  private readonly key: number;

  constructor(seed: number, from: number, days: number) {
    this.from = from;
    this.to = from + days * DAY_MS;
    this.key = keyOf(seed, 'time zone');
  }

  /** A moment in the account's waking hours, whole seconds. */
  moment(account: number, dice: Dice): number {
    const days = Math.round((this.to - this.from) / DAY_MS);
    const midnight = this.from + dice.below(days) * DAY_MS - this.zoneMs(account);
    const at = midnight + wakingHour(dice) * HOUR_MS + dice.unit() * HOUR_MS;
    // Local days lean over the ends of the window: what falls out comes in at the other end, at the same hour.
    if (at < this.from) return wholeSecond(at + days * DAY_MS);
    return wholeSecond(at >= this.to ? at - days * DAY_MS : at);
  }

  /** The first of a few draws of `next` that finds the account awake. */
  awakeMoment(account: number, dice: Dice, next: () => number): number {
    let at = next();
    for (let tries = 1; tries < TRIES && !dice.chance(this.activityAt(account, at)); tries++) at = next();
    return wholeSecond(Math.min(Math.max(at, this.from), this.to - 1000));
  }

  /** 0 to 1. */
  activityAt(account: number, at: number): number {
    return HOURS[this.localHour(account, at)] as number;
  }

  localHour(account: number, at: number): number {
    return Math.floor((((at + this.zoneMs(account)) % DAY_MS) + DAY_MS) / HOUR_MS) % 24;
  }

  isWorkingTime(account: number, at: number): boolean {
    const local = at + this.zoneMs(account);
    const hour = this.localHour(account, at);
    // 1970-01-01 was a Thursday, so that day 4 of each seven, from 0, is a Monday.
    const weekday = (Math.floor(local / DAY_MS) + 3) % 7;
    return weekday < 5 && hour >= 9 && hour < 17;
  }

  private zoneMs(account: number): number {
    let left = scramble(account, this.key) / 2 ** 32;
    for (const [hours, share] of ZONES) {
      left -= share;
      if (left < 0) return hours * HOUR_MS;
    }
    return 0;
  }
}

function wakingHour(dice: Dice): number {
  let left = dice.unit() * SUM_OF_HOURS;
  for (let hour = 0; hour < 24; hour++) {
    left -= HOURS[hour] as number;
    if (left < 0) return hour;
  }
  return 23;
}

/** Logs that are handed over keep whole seconds, as a rule. */
export function wholeSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}
