import type { Tier } from '../../model/report.ts';
import type { ClusterView, NumberedMember } from './cluster-view.ts';
import type { Detail } from './detail.ts';
import { type Html, html } from './escape.ts';
import { countOf, formatCount, formatScore, formatShare } from './format.ts';
import { copiedIdHtml } from './ids.ts';

const TIERS: readonly (readonly [tier: Tier, heading: string, meaning: string])[] = [
  ['core', 'Core', 'what holds the cluster together'],
  ['periphery', 'Periphery', 'tied to the core, to be looked at one by one'],
  ['bystander', 'Bystanders', 'something in common with the others, not enough; never in a takedown list'],
];

/** What a row takes, and the id in it; a longer id takes as much more room. */
const ROW_CHARACTERS = 100;
const USUAL_ID = 36;

type Columns = {
  readonly cells: ReadonlyMap<string, number>;
  readonly seen: boolean;
  readonly evidenceOf: (account: string) => string;
};

export function prepareMembers(view: ClusterView): (detail: Detail) => Html {
  const columns = columnsOf(view);
  return (detail) => renderMembers(view, columns, detail);
}

function renderMembers(view: ClusterView, columns: Columns, detail: Detail): Html {
  let room = detail.members * ROW_CHARACTERS;
  const tiers = TIERS.map(([tier, heading, meaning]) => {
    const members = view.members.filter(({ member }) => member.tier === tier);
    const shown = members.filter(({ member }, i) => {
      room -= ROW_CHARACTERS + Math.max(0, member.account_id.length - USUAL_ID);
      return room >= 0 || i < detail.leastMembers;
    });
    return members.length === 0
      ? null
      : renderTier(view, { tier, heading, meaning, total: members.length, shown }, columns);
  });
  return html`<h3>Members</h3>${tiers}`;
}

type TierList = {
  readonly tier: Tier;
  readonly heading: string;
  readonly meaning: string;
  readonly total: number;
  readonly shown: readonly NumberedMember[];
};

function renderTier(
  { cluster }: ClusterView,
  { tier, heading, meaning, total, shown }: TierList,
  columns: Columns,
): Html {
  const rest = total - shown.length;
  const left =
    rest > 0 ? ` ${formatCount(shown.length)} of ${formatCount(total)} listed; all stand in accounts.csv.` : '';
  const listed = rest > 0 ? `the ${countOf(shown.length, 'listed id')}` : countOf(shown.length, 'id');
  const buttons =
    tier === 'bystander'
      ? null
      : html`<span class="tools" hidden><button type="button" data-copy="ids">Copy ${listed}</button> <button type="button" data-copy="csv" data-name="cluster-${cluster.rank}-${tier}">Save ${rest > 0 ? 'them' : ''} as CSV</button></span>`;
  return html`<div class="tier" data-tier="${tier}" data-cluster="${cluster.cluster_id}"><h4>${heading}: ${countOf(total, 'account')} <span class="dim">${meaning}.${left}</span> ${buttons}</h4>
<div class="wide"><table class="mb"><thead><tr><th>No.<th>Account<th>In this cluster<th>Score<th>Its evidence${columns.cells.size > 0 ? html`<th>Cell` : null}${columns.seen ? html`<th>Seen` : null}</tr></thead><tbody>${shown.map((item) => memberRow(item, columns))}</tbody></table></div></div>`;
}

function memberRow({ number, member }: NumberedMember, { cells, seen, evidenceOf }: Columns): Html {
  const cell = member.cell === null ? null : (cells.get(member.cell) ?? null);
  return html`<tr><td>${number}<td>${copiedIdHtml(member.account_id)}<td>${formatShare(member.membership)}<td>${formatScore(member.score)}<td>${evidenceOf(member.account_id)}${cells.size > 0 ? html`<td>${cell ?? '–'}` : null}${seen ? html`<td>${days(member.first_seen, member.last_seen)}` : null}
`;
}

function days(first: string | null, last: string | null): string {
  if (first === null || last === null) return '–';
  const [from, to] = [first.slice(0, 10), last.slice(0, 10)];
  return from === to ? from : `${from} to ${to}`;
}

function columnsOf({ cluster, evidence }: ClusterView): Columns {
  const held = new Map<string, Map<string, number>>();
  for (const row of evidence) {
    for (const { account_id } of row.members) {
      const counts = held.get(account_id) ?? new Map<string, number>();
      held.set(account_id, counts.set(row.layer, (counts.get(row.layer) ?? 0) + 1));
    }
  }
  return {
    cells: new Map(cluster.cells.map((cell, place) => [cell.cell_id, place + 1])),
    seen: cluster.members.some((member) => member.first_seen !== null),
    evidenceOf: (account) => {
      const counts = [...(held.get(account) ?? [])].sort(([, a], [, b]) => b - a);
      return counts.length === 0
        ? 'direct links only'
        : counts.map(([layer, count]) => `${formatCount(count)} ${layer}`).join(', ');
    },
  };
}
