import type { Dice } from '../dice.ts';
import type { Rows } from '../rows.ts';
import type { Scene } from '../scene.ts';

/** Accounts whose logins one turn writes. */
const ACCOUNTS_A_TURN = 256;
const LOG_SPREAD = 0.9;
const MOST_LOGINS = 400;

export type LoginOptions = {
  readonly device: number;
  readonly ip: number;
  /** Logins of the middle account; each account has at least two. */
  readonly usual: number;
  /** Without times each account has each of its devices and addresses once. */
  readonly isTimed: boolean;
};

/** Every account logs in from where it lives, works and moves; each login shows its device and its address. */
export function addLogins(scene: Scene, options: LoginOptions): void {
  const write = (rows: Rows, dice: Dice, turn: number) => {
    const end = Math.min(scene.accounts, (turn + 1) * ACCOUNTS_A_TURN);
    for (let account = turn * ACCOUNTS_A_TURN; account < end; account++) logIn(scene, options, account, rows, dice);
  };
  scene.play('logins', write, Math.ceil(scene.accounts / ACCOUNTS_A_TURN));
}

function logIn(scene: Scene, options: LoginOptions, account: number, rows: Rows, dice: Dice): void {
  const { residence, rhythm } = scene;
  const logins = Math.max(2, Math.min(MOST_LOGINS, Math.round(dice.logNormal(options.usual, LOG_SPREAD))));
  const devices = new Set<number>();
  const addresses = new Set<number>();
  for (let login = 0; login < logins; login++) {
    const at = options.isTimed ? rhythm.moment(account, dice) : Number.NaN;
    const device = residence.deviceFor(account, dice);
    const address = residence.addressAt(account, at, rhythm, dice);
    if (options.isTimed || !devices.has(device)) rows.add(account, options.device, device, at);
    if (options.isTimed || !addresses.has(address)) rows.add(account, options.ip, address, at);
    devices.add(device);
    addresses.add(address);
  }
}
