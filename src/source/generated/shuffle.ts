import type { Dice } from './dice.ts';

/** Fisher and Yates, in place: every order equally likely. */
export function shuffle(numbers: Uint32Array, dice: Dice): void {
  for (let i = numbers.length - 1; i > 0; i--) {
    const j = dice.below(i + 1);
    const kept = numbers[i] as number;
    numbers[i] = numbers[j] as number;
    numbers[j] = kept;
  }
}
