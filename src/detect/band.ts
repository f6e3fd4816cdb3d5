/**
 * The bands carry the strict rules; the score ranks. Sharing infrastructure alone is never high.
 *
 * high    three or more accounts, proven; at least half of them in step at least three times with another member; and a
 *         second kind of sign: on two or more days, a shared resource, or exclusivity of a half. No failed check.
 * medium  three or more accounts, proven by something else than one layer of shared resources, no failed check but that
 *         of an agency; or more
 *         than a household tied by two kinds of resources; or more than a household densely and exclusively linked
 *         account to account.
 * low     everything else: ranked, shown, and not to be acted on by itself.
 */
import type { Band, InnocentCheck } from '../model/report.ts';
import type { Profile } from './profile.ts';

const HOUSEHOLD = 8;

export function chooseBand(profile: Profile, checks: readonly InnocentCheck[]): Band {
  const { cluster, measure, kinds } = profile;
  const size = cluster.members.length;
  const failed = checks.filter((check) => check.result === 'failed').map((check) => check.name);
  if (size < 3 || failed.some((name) => name !== 'agency')) return 'low';
  const isProven = cluster.kind === 'proven';
  const hasSecondSign = profile.synchrony.days >= 2 || profile.resources > 0 || measure.exclusivity >= 0.5;
  if (isProven && failed.length === 0 && profile.synchronised >= 0.5 && hasSecondSign) return 'high';
  if (isProven && (kinds.has('action') || profile.resources >= 2)) return 'medium';
  if (size <= HOUSEHOLD) return 'low';
  if (profile.resources >= 2) return 'medium';
  const isDense = kinds.has('interaction') && profile.density >= 0.5 && measure.exclusivity >= 0.5;
  return isDense ? 'medium' : 'low';
}
