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

/** What a failed check leaves of the score. */
export const LEFT_BY_FAILED: ReadonlyMap<string, number> = new Map([
  ['household', 0.6],
  ['shared_network', 0.4],
  ['viral_entity', 0.5],
  ['fan_crowd', 0.5],
]);

export function checkInnocent(profile: Profile): readonly InnocentCheck[] {
  return [household(profile), sharedNetwork(profile), viralEntity(profile), fanCrowd(profile), agency()];
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

function agency(): InnocentCheck {
  const why = 'Whether one agency runs these accounts openly cannot be told from edges: ask before acting.';
  return { name: 'agency', result: 'unknown', value: null, why };
}

function check(
  name: string,
  isFailed: boolean,
  value: number,
  words: { failed: string; passed: string },
): InnocentCheck {
  return { name, result: isFailed ? 'failed' : 'passed', value, why: isFailed ? words.failed : words.passed };
}
