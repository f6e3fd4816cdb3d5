/** What an account gives to one of its entities, and when it first acted on it (`NaN` = at no known time). */
export type Giver = { readonly share: number; readonly at: number };

export type EntityHolders = { readonly accounts: Uint32Array; readonly firstAt: Float64Array };

/**
 * How an entity passes on what its holders gave it: half of it to those who acted within `spanMs` of the giver, in equal parts,
 * the rest in equal parts to all. Among the thousand who share what is popular, those who do it in step are near each other.
 */
export function passOn(
  givers: readonly Giver[],
  { accounts, firstAt }: EntityHolders,
  spanMs: number,
  add: (account: number, share: number) => void,
): void {
  let even = 0;
  let inTime: InTime | null = null;
  for (const { share, at } of givers) {
    if (Number.isNaN(at)) {
      even += share;
      continue;
    }
    inTime ??= sortByTime(accounts, firstAt);
    const from = lowerBound(inTime.at, at - spanMs);
    const to = lowerBound(inTime.at, at + spanMs + 1);
    // the giver is among them
    const others = to - from - 1;
    even += others > 0 ? share / 2 : share;
    for (let i = from; i < to && others > 0; i++) add(inTime.accounts[i] as number, share / 2 / others);
  }
  for (const account of accounts) add(account, even / accounts.length);
}

type InTime = { readonly accounts: Uint32Array; readonly at: Float64Array };

/** The holders with a time, earliest first. */
function sortByTime(accounts: Uint32Array, firstAt: Float64Array): InTime {
  const order = accounts.map((_, i) => i).filter((i) => !Number.isNaN(firstAt[i]));
  order.sort((i, j) => (firstAt[i] as number) - (firstAt[j] as number));
  return {
    accounts: order.map((i) => accounts[i] as number),
    at: Float64Array.from(order, (i) => firstAt[i] as number),
  };
}

/** The first place whose time is `least` or later; times are whole. */
function lowerBound(at: Float64Array, least: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
