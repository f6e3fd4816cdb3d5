/** How well a score orders accounts, whatever the clusters. */

/** An account of which the truth is known; one that the run left out has score 0. */
export type ScoredAccount = { readonly isPlanted: boolean; readonly score: number };

export type RankFigures = {
  readonly labelled: number;
  /** Share of inauthentic accounts: the average precision of an order by lot. */
  readonly base: number;
  /** Average precision; among accounts of equal score the inauthentic ones stand evenly spread. */
  readonly ap: number;
  /** Chance that an inauthentic account stands before a genuine one, ties halved. `null` without genuine accounts. */
  readonly auroc: number | null;
  /** By number of accounts: precision among so many first, over `base`. */
  readonly lift: ReadonlyMap<number, number>;
};

const LIFT_AT = [100, 500, 1000, 2000];

export function rankFigures(accounts: readonly ScoredAccount[]): RankFigures {
  const steps = stepsOf(accounts);
  const planted = accounts.filter((account) => account.isPlanted).length;
  const genuine = accounts.length - planted;
  const base = planted / accounts.length;
  const lift = LIFT_AT.filter((count) => count <= accounts.length).map(
    (count) => [count, plantedAmong(steps, count) / count / base] as const,
  );
  return {
    labelled: accounts.length,
    base,
    ap: averagePrecision(steps) / planted,
    auroc: genuine === 0 ? null : orderedPairs(steps) / (planted * genuine),
    lift: new Map(lift),
  };
}

/** Accounts of one score. */
type Step = { planted: number; genuine: number };

/** From the highest score down. */
function stepsOf(accounts: readonly ScoredAccount[]): readonly Step[] {
  const byScore = new Map<number, Step>();
  for (const { isPlanted, score } of accounts) {
    const step = byScore.get(score) ?? { planted: 0, genuine: 0 };
    if (isPlanted) step.planted++;
    else step.genuine++;
    byScore.set(score, step);
  }
  return [...byScore].sort(([a], [b]) => b - a).map(([, step]) => step);
}

/** Sum over the planted accounts of the precision where each stands. */
function averagePrecision(steps: readonly Step[]): number {
  let sum = 0;
  let before: Step = { planted: 0, genuine: 0 };
  for (const step of steps) {
    for (let i = 1; i <= step.planted; i++) {
      const found = before.planted + i;
      sum += found / (found + before.genuine + (step.genuine * i) / step.planted);
    }
    before = { planted: before.planted + step.planted, genuine: before.genuine + step.genuine };
  }
  return sum;
}

/** Pairs of a planted and a genuine account with the planted one first. */
function orderedPairs(steps: readonly Step[]): number {
  let pairs = 0;
  let plantedBefore = 0;
  for (const { planted, genuine } of steps) {
    pairs += genuine * (plantedBefore + planted / 2);
    plantedBefore += planted;
  }
  return pairs;
}

/** Planted accounts among the first `count`; of a step that is cut they come in proportion. */
function plantedAmong(steps: readonly Step[], count: number): number {
  let found = 0;
  let left = count;
  for (const { planted, genuine } of steps) {
    const taken = Math.min(left, planted + genuine);
    found += (taken * planted) / (planted + genuine);
    left -= taken;
  }
  return found;
}
