import { LockstepError } from '../../model/errors.ts';
import type { Dice } from './dice.ts';

/** Accounts that belong together: a planted ring, or people whom something innocent brings together. */
export type Troupe = { readonly id: string; readonly kind: string; readonly members: Uint32Array };

/** Draws before a search goes through all accounts in turn. */
const DRAWS_A_SEAT = 20;

/** Who plays what: an account is in one ring at most, and in any number of circles. */
export class Cast {
  readonly accounts: number;
  readonly rings: Troupe[] = [];
  readonly circles: Troupe[] = [];
  private readonly planted: Uint8Array;
  private readonly counts = new Map<string, number>();

  constructor(accounts: number) {
    this.accounts = accounts;
    this.planted = new Uint8Array(accounts);
  }

  isPlanted(account: number): boolean {
    return this.planted[account] === 1;
  }

  plant(kind: string, members: Uint32Array): Troupe {
    for (const account of members) this.planted[account] = 1;
    const ring = { id: this.nextId(kind), kind, members };
    this.rings.push(ring);
    return ring;
  }

  gather(kind: string, members: Uint32Array): Troupe {
    const circle = { id: this.nextId(kind), kind, members };
    this.circles.push(circle);
    return circle;
  }

  /** `count` different accounts that are in no ring and pass `isFit`, ascending. */
  choose(dice: Dice, count: number, isFit: (account: number) => boolean = () => true): Uint32Array {
    const chosen = new Set<number>();
    const consider = (account: number) => {
      if (!this.isPlanted(account) && isFit(account)) chosen.add(account);
    };
    for (let draws = count * DRAWS_A_SEAT; draws > 0 && chosen.size < count; draws--)
      consider(dice.below(this.accounts));
    for (let i = 0, start = dice.below(this.accounts); i < this.accounts && chosen.size < count; i++)
      consider((start + i) % this.accounts);
    if (chosen.size < count) {
      throw new LockstepError(
        'usage',
        `A world of ${this.accounts} accounts is too small for all that this preset puts into it; ask for more edges.`,
      );
    }
    return Uint32Array.from(chosen).sort();
  }

  private nextId(kind: string): string {
    const number = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, number);
    return `${kind}-${number}`;
  }
}
