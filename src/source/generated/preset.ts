import type { Dice } from './dice.ts';
import type { Scene } from './scene.ts';

export type PresetOrder = { readonly seed: number; readonly edges: number };

export type Preset = {
  /** What it is for, in one line. */
  readonly purpose: string;
  /** Rows when nothing else is asked for; about so many, where the preset does not say that they are exact. */
  readonly edges: number;
  stage(order: PresetOrder): Scene;
};

/** `count` at the usual size of a world that is `factor` times as large, at least one. */
export function timesOf(count: number, factor: number): number {
  return Math.max(1, Math.round(count * factor));
}

/** Sizes of `count` rings between `least` and `most`, small ones the more often; the first is the largest there can be. */
export function ringSizes(dice: Dice, count: number, least: number, most: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => (i === 0 ? most : Math.round(dice.spread(least, most))));
}
