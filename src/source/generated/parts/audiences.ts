/** Crowds that look alike for a while because the same thing moves them, each of them by itself. */
import type { Dice } from '../dice.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, wholeSecond } from '../rhythm.ts';
import type { Scene } from '../scene.ts';

export type FanOptions = {
  readonly layer: number;
  readonly fans: number;
  readonly posts: number;
  readonly kind?: 'fan-crowd' | 'fan-club';
};

/** How long the middle fan takes to see a post, and the spread of that in logarithms: minutes to hours. */
const FAN_DELAY_MS = 25 * MINUTE_MS;
const FAN_DELAY_SPREAD = 1.6;

/** Fans of one star repost what it posts; some nearly all of it, most now and then. A star in shape: nothing else in common. */
export function addFans(scene: Scene, { layer, fans, posts, kind = 'fan-crowd' }: FanOptions): void {
  const { cast, rhythm } = scene;
  const dice = scene.dice(`${kind} ${cast.circles.length}`);
  const members = cast.choose(dice, fans);
  cast.gather(kind, members);
  const first = scene.newEntities(layer, posts);
  const loyalty = Float64Array.from(members, () => 0.1 + 0.8 * dice.unit() ** 2);
  const star = dice.below(scene.accounts);
  scene.play(kind, (rows, turn) => {
    for (let post = 0; post < posts; post++) {
      const posted = rhythm.moment(star, turn);
      for (const [i, account] of members.entries()) {
        if (!turn.chance(loyalty[i] as number)) continue;
        const next = () => posted + turn.logNormal(FAN_DELAY_MS, FAN_DELAY_SPREAD);
        rows.add(account, layer, first + post, rhythm.awakeMoment(account, turn, next));
      }
    }
  });
}

/** Half of those who share breaking news have done so after this long; all of them within the hour. */
const NEWS_DELAY_MS = 12 * MINUTE_MS;

/** `readers` accounts share one thing within the hour, and have nothing else in common. */
export function addBreakingNews(scene: Scene, layer: number, readers: number): void {
  const { cast, rhythm } = scene;
  const dice = scene.dice(`breaking news ${cast.circles.length}`);
  const members = cast.choose(dice, readers);
  cast.gather('breaking-news', members);
  const news = scene.newEntities(layer, 1);
  const broke = rhythm.from + dice.unit() * (rhythm.to - rhythm.from - DAY_MS);
  scene.play('breaking news', (rows, turn) => {
    for (const account of members) rows.add(account, layer, news, wholeSecond(broke + newsDelay(turn)));
  });
}

function newsDelay(dice: Dice): number {
  for (;;) {
    const delay = dice.exponential(NEWS_DELAY_MS / Math.LN2);
    if (delay < HOUR_MS) return delay;
  }
}

/** A show lasts this long, and its viewers share a clip of it within a few minutes. */
const SHOW_MS = 75 * MINUTE_MS;
const CLIPS_A_SHOW = 8;
const CLIP_DELAY_MS = 2 * MINUTE_MS;
const ATTENDS = 0.6;
const SHARES_CLIP = 0.35;

/** Viewers of a weekly live show: they share its clips minutes after they were on, week after week. */
export function addLiveAudience(scene: Scene, layer: number, viewers: number): void {
  const { cast, rhythm } = scene;
  const dice = scene.dice(`live audience ${cast.circles.length}`);
  const members = cast.choose(dice, viewers);
  cast.gather('live-audience', members);
  const weeks = Math.max(1, Math.floor((rhythm.to - rhythm.from) / (7 * DAY_MS)));
  const first = scene.newEntities(layer, weeks * CLIPS_A_SHOW);
  const begins = rhythm.from + dice.below(7) * DAY_MS + 19 * HOUR_MS;
  scene.play('live audience', (rows, turn) => {
    for (let week = 0; week < weeks; week++) {
      const clips = Array.from({ length: CLIPS_A_SHOW }, () => begins + week * 7 * DAY_MS + turn.unit() * SHOW_MS);
      for (const account of members) {
        if (!turn.chance(ATTENDS)) continue;
        for (const [clip, shown] of clips.entries()) {
          if (!turn.chance(SHARES_CLIP)) continue;
          rows.add(
            account,
            layer,
            first + week * CLIPS_A_SHOW + clip,
            wholeSecond(shown + turn.exponential(CLIP_DELAY_MS)),
          );
        }
      }
    }
  });
}
