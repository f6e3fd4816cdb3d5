/**
 * The score taken apart: from 0, what the shared holdings would give if the members did nothing else, what their other
 * doings take off (exclusivity), what synchrony and rare sharing that pay for themselves add, what a failed innocent
 * check takes off. These contributions add up to the score; the other signals inform and contribute nothing.
 */
import type { InnocentCheck, ReportSignal } from '../model/report.ts';
import { LEFT_BY_FAILED } from './innocent-checks.ts';
import { toScore } from './measure.ts';
import type { Profile } from './profile.ts';

export type Usual = {
  /** Share of all holdings of the run that are shared inside some cluster. */
  readonly exclusivity: number;
  /** Links over possible pairs of linked accounts in the whole run. */
  readonly density: number;
};

export function leftByChecks(checks: readonly InnocentCheck[]): number {
  return checks.reduce(
    (left, { name, result }) => left * (result === 'failed' ? (LEFT_BY_FAILED.get(name) ?? 1) : 1),
    1,
  );
}

export function explainScore(
  profile: Profile,
  checks: readonly InnocentCheck[],
  usual: Usual,
): readonly ReportSignal[] {
  return [...contributing(profile, checks, usual), ...informing(profile, usual)];
}

function contributing(profile: Profile, checks: readonly InnocentCheck[], usual: Usual): readonly ReportSignal[] {
  const { own, proof, exclusivity, strength } = profile.measure;
  const size = own.length;
  const mean = (values: ArrayLike<number>, f: (x: number) => number) =>
    Array.from(values).reduce((sum, x) => sum + f(x), 0) / size;
  const held = mean(own, Math.log1p);
  const inStep = mean(strength, (x) => x) - exclusivity ** 2 * held;
  const steps = [0, toScore(held), toScore(exclusivity ** 2 * held), toScore(exclusivity ** 2 * held + inStep)];
  const left = leftByChecks(checks);
  const before = steps[3] as number;
  const failed = checks.filter((check) => check.result === 'failed');
  const step = (to: number) => (steps[to] as number) - (steps[to - 1] as number);
  return [
    signal(
      'shared_holdings',
      mean(own, (x) => x),
      'links and shared entities a member',
      0,
      step(1),
      'What a middle member shares with the others: direct links, and entities weighted by how few others hold them.',
    ),
    signal(
      'exclusivity',
      exclusivity,
      'share',
      usual.exclusivity,
      step(2),
      `${percent(exclusivity)} of all that the members do and hold, other members do and hold too; what they do beside it counts against a group.`,
    ),
    signal(
      'proof',
      mean(proof, (x) => x),
      'nats a member',
      0,
      step(3),
      'Evidence of links so unlikely by chance that they pay for having been picked among all pairs: acting in step, sharing rare resources.',
    ),
    signal(
      'innocent_explanation',
      failed.length,
      'failed checks',
      0,
      before * left - before,
      failed.length === 0
        ? 'No innocent explanation fits.'
        : `An innocent explanation fits: ${failed.map((check) => check.name.replaceAll('_', ' ')).join(', ')}.`,
    ),
  ];
}

function informing(profile: Profile, usual: Usual): readonly ReportSignal[] {
  const { cluster, density, natsByLayer } = profile;
  const size = cluster.members.length;
  const core = cluster.tier.filter((tier) => tier === 'core').length;
  const layers = natsByLayer.filter((nats) => nats > 0).length;
  const ties = layers === 1 ? 'One layer ties them.' : `${layers} layers tie them.`;
  const linked = `${percent(density)} of the possible pairs of members are linked.`;
  return [
    signal('size', size, 'accounts', null, 0, `${size} accounts, ${core} of them in the core.`),
    signal('density', density, 'share', usual.density, 0, linked),
    signal('layer_diversity', layers, 'layers', 1, 0, ties),
    ...inTime(profile),
  ];
}

function inTime({ synchrony, synchronised, reach }: Profile): readonly ReportSignal[] {
  if (synchrony.medianGapMs === null) return [];
  const gap = "The middle gap between one member's action on an entity and the next member's.";
  const inStep = `${percent(synchronised)} of the members acted with another one, within the span, on at least three entities.`;
  const days = `They acted together on ${synchrony.days} ${synchrony.days === 1 ? 'day' : 'days'}.`;
  const used = `The middle one of the entities that they share is used by ${percent(reach)} of the layer's accounts.`;
  return [
    signal('synchrony', synchrony.medianGapMs / 1000, 's', null, 0, gap),
    signal('in_step', synchronised, 'share', 0, 0, inStep),
    signal('distinct_days', synchrony.days, 'days', 1, 0, days),
    signal('reach', reach, 'share', null, 0, used),
  ];
}

function signal(
  name: string,
  value: number,
  unit: string,
  baseline: number | null,
  contribution: number,
  explanation: string,
): ReportSignal {
  return {
    name,
    value: round(value),
    unit,
    baseline: baseline === null ? null : round(baseline),
    contribution: round(contribution),
    explanation,
  };
}

export function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

export function percent(share: number): string {
  const value = share * 100;
  return `${value >= 10 || value === 0 ? Math.round(value) : Math.round(value * 10) / 10} %`;
}
