/**
 * Could it be innocent? Each check names an ordinary explanation and the number that speaks for or against it. A failed
 * one takes its factor off the score and keeps the cluster out of the higher bands.
 */
import type { InnocentCheck } from '../model/report.ts';
import type { Profile } from './profile.ts';

const HOUSEHOLD = 8;
const WORKPLACE = 50;
const VIRAL_REACH = 0.1;
const STAR = 0.8;
/** Choosing the pairs that met by luck makes a part of an audience look up to about three times as close. */
const LEAST_TIMES_OUTSIDE = 3;

/** What a failed check leaves of the score. */
export const LEFT_BY_FAILED: ReadonlyMap<string, number> = new Map([
  ['household', 0.6],
  ['shared_network', 0.4],
  ['viral_entity', 0.5],
  ['fan_crowd', 0.5],
  ['live_audience', 0.5],
  ['agency', 0.8],
]);

export function checkInnocent(profile: Profile): readonly InnocentCheck[] {
  return [
    household(profile),
    sharedNetwork(profile),
    viralEntity(profile),
    liveAudience(profile),
    fanCrowd(profile),
    agency(profile),
  ];
}

function household({ cluster, kinds }: Profile): InnocentCheck {
  const size = cluster.members.length;
  const onlyResources = kinds.size > 0 && [...kinds].every((kind) => kind === 'resource');
  return check('household', onlyResources && size <= HOUSEHOLD, size, {
    failed: `${size} accounts that share devices or addresses and nothing else: as a household of up to ${HOUSEHOLD} would.`,
    passed: onlyResources
      ? `${size} accounts are more than a household of up to ${HOUSEHOLD}.`
      : 'They have more in common than devices or addresses.',
  });
}

function sharedNetwork({ sharedPopulation, kinds }: Profile): InnocentCheck {
  const onlyResources = kinds.size > 0 && [...kinds].every((kind) => kind === 'resource');
  return check('shared_network', onlyResources && sharedPopulation >= WORKPLACE, sharedPopulation, {
    failed: `${sharedPopulation} accounts use what most of them share: as at a workplace, a campus or behind carrier NAT.`,
    passed:
      sharedPopulation === 0
        ? 'No device or address is shared by most of them.'
        : `What most of them share is used by ${sharedPopulation} accounts in all.`,
  });
}

function viralEntity({ reach, kinds }: Profile): InnocentCheck {
  const percent = Math.round(reach * 1000) / 10;
  return check('viral_entity', kinds.has('action') && reach > VIRAL_REACH, percent, {
    failed: `The middle one of the entities that they act on is used by ${percent} % of all active accounts.`,
    passed: kinds.has('action')
      ? `The middle one of the entities that they act on is used by ${percent} % of all active accounts.`
      : 'They are not tied by acting on popular entities.',
  });
}

function fanCrowd({ cluster, hubShare }: Profile): InnocentCheck {
  const percent = Math.round(hubShare * 100);
  const isStar = cluster.members.length > 3 && hubShare >= STAR;
  return check('fan_crowd', isStar, percent, {
    failed: `${percent} % of the links are of one account: star-shaped, as a crowd around its star.`,
    passed: `The best linked account has ${percent} % of the links: they are tied to each other, not to one star.`,
  });
}

/** Most of what they do together must stand on what outsiders do otherwise, or on what no outsider does. */
function liveAudience({ outsiders, kinds }: Profile): InnocentCheck {
  const { seen, expected, untold } = outsiders;
  const times = Math.round((10 * seen) / Math.max(expected, 0.1)) / 10;
  const isTold = kinds.has('action') && seen > untold;
  return check('live_audience', isTold && times < LEAST_TIMES_OUTSIDE, times, {
    failed: `They act together ${times} times as often as they do with others who use the same: as an audience, or readers of the same news, would.`,
    passed: isTold
      ? `They act together ${times} times as often as they do with others who use the same.`
      : 'Hardly anybody else uses what they act on together.',
  });
}

/** A few accounts on one device or address that also act in step: one hand, and often an open one. */
function agency({ cluster, kinds, resources }: Profile): InnocentCheck {
  const size = cluster.members.length;
  const isFailed = size <= HOUSEHOLD && resources > 0 && kinds.has('action');
  return check('agency', isFailed, size, {
    failed: `${size} accounts that share devices or addresses and act alike: as a family, a shop or an agency would. Ask who runs them.`,
    passed: 'Not a few accounts on one device; whether somebody runs them openly cannot be told from edges.',
  });
}

function check(
  name: string,
  isFailed: boolean,
  value: number,
  words: { failed: string; passed: string },
): InnocentCheck {
  return { name, result: isFailed ? 'failed' : 'passed', value, why: isFailed ? words.failed : words.passed };
}
