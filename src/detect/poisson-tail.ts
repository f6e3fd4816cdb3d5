/**
 * Evidence, in nats, that `seen` events were not chance where `expected` were: Chernoff's bound of a Poisson tail,
 * -ln P(X >= k) >= k ln(k / m) - k + m for k > m. It holds for a sum of independent events of any chances that add to m.
 */
export function poissonTailNats(seen: number, expected: number): number {
  if (seen <= expected || seen <= 0) return 0;
  return seen * Math.log(seen / expected) - seen + expected;
}
