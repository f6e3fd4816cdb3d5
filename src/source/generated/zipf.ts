import type { Dice } from './dice.ts';

/**
 * Draws ranks 0 … count - 1 with weight (rank + 1 + shift)^-exponent: Zipf for shift 0, Zipf-Mandelbrot else.
 * Rejection-inversion (Hörmann and Derflinger 1996, Rejection-inversion to generate variates from monotone discrete
 * distributions, doi 10.1145/235025.235029): no table, about one try a draw, whatever the count.
 */
export class Zipf {
  private readonly count: number;
  private readonly exponent: number;
  private readonly shift: number;
  private readonly low: number;
  private readonly high: number;
  /** Up to this far above its rank a point is taken without looking closer. */
  private readonly safe: number;

  constructor(count: number, exponent: number, shift = 0) {
    this.count = count;
    this.exponent = exponent;
    this.shift = shift;
    this.low = this.integral(1.5) - this.weight(1);
    this.high = this.integral(count + 0.5);
    this.safe = 2 - this.inverse(this.integral(2.5) - this.weight(2));
  }

  draw(dice: Dice): number {
    for (;;) {
      const height = this.high + dice.unit() * (this.low - this.high);
      const x = this.inverse(height);
      const k = Math.min(this.count, Math.max(1, Math.round(x)));
      if (k - x <= this.safe || height >= this.integral(k + 0.5) - this.weight(k)) return k - 1;
    }
  }

  private weight(x: number): number {
    return (x + this.shift) ** -this.exponent;
  }

  private integral(x: number): number {
    const base = x + this.shift;
    return this.exponent === 1 ? Math.log(base) : base ** (1 - this.exponent) / (1 - this.exponent);
  }

  private inverse(height: number): number {
    if (this.exponent === 1) return Math.exp(height) - this.shift;
    return ((1 - this.exponent) * height) ** (1 / (1 - this.exponent)) - this.shift;
  }
}
