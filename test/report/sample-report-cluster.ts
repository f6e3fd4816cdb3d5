import type { EvidenceRow } from '../../src/model/findings.ts';
import type { InnocentCheck, ReportCluster, ReportSignal, Tier } from '../../src/model/report.ts';
import type { Holdings, SampleLinks, SampleSpec } from './sample-spec.ts';

const TIERS: readonly Tier[] = ['core', 'periphery', 'bystander'];

export function describeCluster(
  spec: SampleSpec,
  id: string,
  accounts: readonly string[],
  { entities, holders }: Holdings,
  links: SampleLinks,
  evidence: readonly EvidenceRow[],
): ReportCluster {
  const times = holders.flat().flatMap(({ at }) => at);
  const [first, last] =
    times.length === 0 ? [null, null] : [new Date(least(times)).toISOString(), new Date(most(times)).toISOString()];
  const tierOf = (i: number): Tier =>
    TIERS[i < accounts.length * 0.8 ? 0 : i < accounts.length * 0.95 ? 1 : 2] ?? 'core';
  const isTimed = spec.kind === 'timed-ring';
  const layer = entities[0]?.layer ?? 'follow';
  return {
    cluster_id: id,
    lineage_id: id,
    parent_id: null,
    level: 0,
    rank: spec.rank,
    score: spec.score,
    band: spec.score >= 0.8 ? 'high' : spec.score >= 0.5 ? 'medium' : 'low',
    summary: summaryOf(spec, entities.length),
    size: accounts.length,
    first_at: first,
    last_at: last,
    axes: {
      coordination: {
        value: spec.score,
        low: Math.max(0, spec.score - 0.06),
        high: Math.min(1, spec.score + 0.04),
        note: `from ${entities.length} shared entities`,
      },
      authenticity: { value: null, low: null, high: null, note: 'no account data was given' },
      harm: { value: null, low: null, high: null, note: 'no labels or complaints were given' },
    },
    expected_wrong: accounts.length * (1 - spec.score) * 0.3,
    agreement: { louvain: 0.97, cores: 0.71 },
    cells:
      accounts.length >= 20
        ? [
            { cell_id: `${id.slice(0, 15)}a`, size: Math.ceil(accounts.length / 2), links: 40 },
            { cell_id: `${id.slice(0, 15)}b`, size: Math.floor(accounts.length / 2), links: 31 },
          ]
        : [],
    members: accounts.map((account_id, i) => ({
      account_id,
      tier: tierOf(i),
      membership: Math.round((0.99 - i / accounts.length / 3) * 1000) / 1000,
      cell: accounts.length >= 20 ? `${id.slice(0, 15)}${i < accounts.length / 2 ? 'a' : 'b'}` : null,
      score: Math.round(spec.score * (1 - i / accounts.length / 4) * 1000) / 1000,
      first_seen: first,
      last_seen: last,
    })),
    signals: signalsOf(spec, isTimed),
    links_total: links.length,
    links_top: links
      .slice(0, 20)
      .map(([a, b, weight, of]) => ({ a: accounts[a] ?? '', b: accounts[b] ?? '', weight, layers: { [of]: weight } })),
    evidence_total: evidence.length,
    evidence: evidence.slice(0, 50).map((row) => {
      const at = row.members.flatMap((member) => member.at).sort();
      return {
        ref: row.ref,
        layer: row.layer,
        entity: row.entity,
        accounts: row.members.slice(0, 20).map((member) => member.account_id),
        members: row.members.length,
        first_at: at[0] ?? null,
        last_at: at.at(-1) ?? null,
        population: row.population,
      };
    }),
    robustness: {
      without_layer: [...new Set(entities.map((entity) => entity.layer))].map((removed) => ({
        removed,
        score: removed === layer ? spec.score * 0.4 : spec.score * 0.95,
        members: removed === layer ? Math.floor(accounts.length / 3) : accounts.length,
        survives: removed !== layer,
      })),
      without_entity: {
        removed: entities[0]?.name ?? 'none',
        score: spec.score * 0.97,
        members: accounts.length,
        survives: true,
      },
      without_account: {
        removed: accounts[0] ?? '',
        score: spec.score * 0.96,
        members: accounts.length - 1,
        survives: true,
      },
    },
    innocent_checks: checksOf(spec),
    lineage: spec.rank % 3 === 0 ? { event: 'grew', previous: ['00aa11bb22cc33dd'] } : { event: 'new', previous: [] },
  };
}

export function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

export function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}

function summaryOf({ kind, size }: SampleSpec, entities: number): string {
  if (kind === 'timed-ring')
    return `${size} accounts shared the same ${entities - 6} links within a median of 4 s on 6 days; by chance 0.2 such pairs are expected; 19 of them also share 3 devices that nobody else uses.`;
  if (kind === 'device-ring')
    return `${size} accounts use ${entities} devices that nobody else uses; devices of this layer have 1.1 holders on average.`;
  if (kind === 'co-rating')
    return `${size} accounts rated the same 28 products; their activity and the products’ popularity explain 3 of them.`;
  if (kind === 'household') return `${size} accounts share one device and one address.`;
  return `${size} accounts are linked to one another 9 times as often as their activity explains.`;
}

function signalsOf({ score, kind }: SampleSpec, isTimed: boolean): readonly ReportSignal[] {
  const shares = isTimed ? [0.42, 0.2, 0.16, 0.14, 0.13, -0.05] : [0.1, 0.3, 0.34, 0.2, 0.12, -0.06];
  const facts: readonly (readonly [string, number, string, number | null, string])[] = [
    [
      'synchrony',
      isTimed ? 4.2 : 0,
      's',
      isTimed ? 5400 : null,
      isTimed
        ? 'Members act on the same link a median of 4 s apart; pairs of the same activity an hour and a half.'
        : 'No times are known in the layers that bind them.',
    ],
    ['rarity', 7.91, 'nats', 2.1, 'What they share is held by few others.'],
    ['exclusivity', 0.934, 'share', 0.12, 'Of what the members use, this part is used by them alone.'],
    ['density', 0.61, 'share', 0.0004, 'Share of the pairs of members that are tied by evidence.'],
    ['distinct_days', 6, 'days', 1, 'Days on which they acted together.'],
    [
      'layer_diversity',
      kind === 'timed-ring' ? 3 : 1,
      'layers',
      2,
      'Kinds of evidence; a single kind lowers the score.',
    ],
  ];
  return facts.map(([name, value, unit, baseline, explanation], i) => ({
    name,
    value,
    unit,
    baseline,
    contribution: score * (shares[i] ?? 0),
    explanation,
  }));
}

function checksOf({ kind, size }: SampleSpec): readonly InnocentCheck[] {
  return [
    {
      name: 'household',
      result: kind === 'household' ? 'failed' : 'passed',
      value: size,
      why:
        kind === 'household'
          ? `${size} accounts on one device and one address and nothing else: as a family has.`
          : 'More than 8 accounts, and they share more than one device.',
    },
    { name: 'workplace_or_campus', result: 'passed', value: 2, why: 'No address is shared by many other accounts.' },
    { name: 'carrier_nat', result: 'passed', value: 14, why: 'The most used address has 14 accounts.' },
    {
      name: 'viral_entity',
      result: kind === 'co-rating' ? 'failed' : 'passed',
      value: kind === 'co-rating' ? 0.31 : 0.0003,
      why:
        kind === 'co-rating'
          ? '31 % of all active accounts rated the first of these products.'
          : '0.03 % of all active accounts used it in that hour.',
    },
    { name: 'fan_crowd', result: 'passed', value: 0.61, why: 'Members are tied to each other, not all to one.' },
    { name: 'agency', result: 'unknown', value: null, why: 'No account says that it posts for others.' },
  ];
}
