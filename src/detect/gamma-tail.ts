/**
 * Evidence, in nats, that `count` gaps were not chance, `sum` being their added surprise (each -ln P(gap), a unit
 * exponential by chance, so that the sum is Gamma(count) distributed). Chernoff's bound of the tail:
 * -ln P(Gamma(K) >= Y) >= Y - K - K ln(Y / K) for Y > K, else nothing. Co-actions without synchrony (u < 1) so count against.
 */
export function gammaTailNats(sum: number, count: number): number {
  if (count <= 0 || sum <= count) return 0;
  return sum - count - count * Math.log(sum / count);
}
