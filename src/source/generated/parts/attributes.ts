/** Seven untimed attributes an account: most say nothing when they are shared, cards and devices say a lot. */
import type { Dice } from '../dice.ts';
import type { Rows } from '../rows.ts';
import type { Scene } from '../scene.ts';
import { Zipf } from '../zipf.ts';

export const ATTRIBUTES = ['zip', 'area', 'provider', 'model', 'mail_domain', 'card', 'device'] as const;
export type Attribute = (typeof ATTRIBUTES)[number];
type Values = { readonly [attribute in Attribute]: Int32Array };

const UNKNOWN = -1;
const ACCOUNTS_A_TURN = 256;
const PEOPLE_A_ZIP = 60;
const ZIPS_AN_AREA = 25;
const PROVIDERS = 6;
const MODELS = 60;
const OPEN_MAIL_DOMAINS = 12;
/** Share of the accounts of which no card is known. */
const WITHOUT_CARD = 0.2;

/** The attributes of all accounts, to be changed by those who share more than a crowd does. Row `account` of each array. */
export type Registry = { readonly values: Values; next(attribute: 'card' | 'device' | 'mail_domain'): number };

export function addAttributes(scene: Scene): Registry {
  const layers = ATTRIBUTES.map((name) => scene.layer(name, name));
  const values = drawValues(scene);
  const last = { card: scene.accounts, device: scene.accounts, mail_domain: OPEN_MAIL_DOMAINS };
  const perform = (rows: Rows, _dice: Dice, turn: number) => {
    const end = Math.min(scene.accounts, (turn + 1) * ACCOUNTS_A_TURN);
    for (let account = turn * ACCOUNTS_A_TURN; account < end; account++) {
      for (const [i, attribute] of ATTRIBUTES.entries()) {
        const value = values[attribute][account] as number;
        if (value !== UNKNOWN) rows.add(account, layers[i] as number, value, Number.NaN);
      }
    }
  };
  scene.play('attributes', perform, Math.ceil(scene.accounts / ACCOUNTS_A_TURN));
  return { values, next: (attribute) => last[attribute]++ };
}

function drawValues(scene: Scene): Values {
  const { accounts } = scene;
  const dice = scene.dice('attributes');
  const zips = Math.max(ZIPS_AN_AREA, Math.round(accounts / PEOPLE_A_ZIP));
  const drawAll = (draw: (account: number) => number) => Int32Array.from({ length: accounts }, (_, i) => draw(i));
  const zipf = (count: number, exponent: number) => {
    const chance = new Zipf(count, exponent);
    return () => chance.draw(dice);
  };
  const zip = drawAll(zipf(zips, 0.4));
  return {
    zip,
    area: zip.map((number) => Math.floor(number / ZIPS_AN_AREA)),
    provider: drawAll(zipf(PROVIDERS, 0.7)),
    model: drawAll(zipf(MODELS, 0.9)),
    mail_domain: drawAll(zipf(OPEN_MAIL_DOMAINS, 1.3)),
    card: drawAll((account) => (dice.chance(WITHOUT_CARD) ? UNKNOWN : account)),
    device: drawAll((account) => account),
  };
}

/** Households of 2 to 5: one zip, one area, often one card or one computer. */
export function addAttributeHouseholds(scene: Scene, { values, next }: Registry, count: number): void {
  const dice = scene.dice('households');
  const settled = new Set<number>();
  for (let i = 0; i < count; i++) {
    const members = scene.cast.choose(dice, dice.between(2, 5), (account) => !settled.has(account));
    scene.cast.gather('household', members);
    const head = members[0] as number;
    const card = dice.chance(0.6) ? next('card') : UNKNOWN;
    const device = dice.chance(0.4) ? next('device') : UNKNOWN;
    for (const account of members) {
      settled.add(account);
      copy(values, ['zip', 'area'], head, account);
      if (card !== UNKNOWN) values.card[account] = card;
      if (device !== UNKNOWN) values.device[account] = device;
    }
  }
}

/** Firms of 5 to 60 with a mail domain of their own, and half of the people in one zip. */
export function addFirms(scene: Scene, { values, next }: Registry, count: number): void {
  const dice = scene.dice('firms');
  for (let i = 0; i < count; i++) {
    const members = scene.cast.choose(dice, Math.round(dice.spread(5, 60)));
    scene.cast.gather('firm', members);
    const domain = next('mail_domain');
    for (const account of members) {
      values.mail_domain[account] = domain;
      if (dice.chance(0.5)) copy(values, ['zip', 'area'], members[0] as number, account);
    }
  }
}

/**
 * A ring of 5 to 40: cards by threes or fours and devices by twos or threes, cut differently, so that the ring hangs together by
 * a chain; one model of phone; half on a mail domain that few know.
 */
export function addAttributeRing(scene: Scene, { values, next }: Registry, size: number): void {
  const dice = scene.dice(`attribute ring ${scene.cast.rings.length}`);
  const members = scene.cast.choose(dice, size);
  scene.cast.plant('attribute-ring', members);
  const domain = next('mail_domain');
  const model = dice.below(MODELS);
  for (const account of members) {
    values.model[account] = model;
    if (dice.chance(0.5)) values.mail_domain[account] = domain;
  }
  shareOut(members, dice, [3, 4], () => next('card'), values.card);
  shareOut(members, dice, [2, 3], () => next('device'), values.device);
}

/** Deals the members, in an order drawn by lot, into hands of the given sizes, each with one new value. */
function shareOut(
  members: Uint32Array,
  dice: Dice,
  [least, most]: readonly [number, number],
  draw: () => number,
  values: Int32Array,
): void {
  const order = Array.from(members, (account) => ({ account, lot: dice.unit() })).sort((a, b) => a.lot - b.lot);
  for (let start = 0; start < order.length; ) {
    const hand = order.slice(start, start + dice.between(least, most));
    const value = draw();
    for (const { account } of hand) values[account] = value;
    start += hand.length;
  }
}

function copy(values: Values, attributes: readonly Attribute[], from: number, to: number): void {
  for (const attribute of attributes) values[attribute][to] = values[attribute][from] as number;
}
