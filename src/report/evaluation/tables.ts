/** The two tables that an evaluation compares, from the rows of their CSV: what a run said, and what is true. */
import { LockstepError } from '../../model/errors.ts';
import type { Band } from '../../model/report.ts';

/** An account that a run has put into a cluster. */
export type RunAccount = {
  readonly account: string;
  readonly cluster: string;
  readonly rank: number;
  readonly score: number;
  readonly band: Band;
};

export type LabelledAccount = {
  readonly account: string;
  /** 1 inauthentic, 0 genuine, `null` unknown. */
  readonly label: 0 | 1 | null;
  /** The true operation, empty when it is not known or there is none. */
  readonly group: string;
  /** Kind of the planted ring or of the first innocent circle; empty where labels do not tell. */
  readonly kind: string;
  /** Innocent circles that the account is in. */
  readonly circles: readonly string[];
};

type Row = readonly string[];

/** Rows of accounts.csv, the header first; of an account that stands twice the last row counts. */
export function readRunAccounts(rows: Iterable<Row>): ReadonlyMap<string, RunAccount> {
  const accounts = new Map<string, RunAccount>();
  const wanted = ['account_id', 'cluster_id', 'cluster_rank', 'score', 'band'] as const;
  for (const [account, cluster, rank, score, band] of columnsOf(rows, 'the accounts of a run', wanted)) {
    accounts.set(account, { account, cluster, rank: Number(rank), score: Number(score), band: bandOf(band) });
  }
  return accounts;
}

/** Rows of labels.csv, the header first; `kind` and `circles` are those of generated worlds. */
export function readLabels(rows: Iterable<Row>): readonly LabelledAccount[] {
  const labels: LabelledAccount[] = [];
  const wanted = ['account', 'label', 'group', 'kind', 'circles'] as const;
  for (const [account, label, group, kind, circles] of columnsOf(rows, 'labels', wanted, 2)) {
    if (label !== '' && label !== '0' && label !== '1') {
      throw new LockstepError(
        'input-unreadable',
        `The label of account "${account}" is "${label}" and must be 1 (inauthentic), 0 (genuine) or empty (unknown).`,
      );
    }
    const known = label === '' ? null : label === '1' ? 1 : 0;
    labels.push({ account, label: known, group, kind, circles: circles === '' ? [] : circles.split(' ') });
  }
  return labels;
}

/** The wanted columns of each row, whatever their order; the first `needed` must be there, the others read empty. */
function* columnsOf<Names extends readonly string[]>(
  rows: Iterable<Row>,
  what: string,
  wanted: Names,
  needed: number = wanted.length,
): Generator<{ readonly [Place in keyof Names]: string }> {
  let places: readonly number[] | null = null;
  for (const row of rows) {
    if (places === null) {
      places = wanted.map((name) => row.indexOf(name));
      const missing = wanted.slice(0, needed).filter((_, i) => (places?.[i] ?? -1) < 0);
      if (missing.length > 0) {
        throw new LockstepError('input-unreadable', `The header of ${what} lacks ${missing.join(', ')}.`);
      }
      continue;
    }
    yield places.map((place) => row[place] ?? '') as { readonly [Place in keyof Names]: string };
  }
}

function bandOf(text: string): Band {
  return text === 'high' || text === 'medium' ? text : 'low';
}
