/** Where accounts log in from and on what: a home, perhaps a place of work and a phone network, one device or two. */
import type { Dice } from './dice.ts';
import { FIRST_IPV6, HOSTS_IN_NETWORK } from './names.ts';
import type { Rhythm } from './rhythm.ts';

/** Addresses `first … first + count - 1`, of which a login gets any. */
export type Place = { readonly first: number; readonly count: number };

const NOWHERE = -1;
/** Share of logins at working hours that come from work, and of the others that come over the phone network. */
const AT_WORK = 0.7;
const ON_THE_MOVE = 0.35;
/** Share of the accounts with a second device of their own, and of their logins that come from it. */
const HAS_SECOND_DEVICE = 0.35;
const ON_SECOND_DEVICE = 0.3;

export class Residence {
  private readonly places: Place[] = [];
  private readonly home: Int32Array;
  private readonly work: Int32Array;
  private readonly network: Int32Array;
  private readonly devices: Map<number, readonly number[]> = new Map();
  private readonly hasSecond: Uint8Array;
  private nextIpv4: number;
  private nextIpv6: number;
  private nextDevice: number;

  /** An account without anything else said lives alone behind one address, one in four of them an IPv6 network. */
  constructor(accounts: number, dice: Dice) {
    this.home = new Int32Array(accounts).fill(NOWHERE);
    this.work = new Int32Array(accounts).fill(NOWHERE);
    this.network = new Int32Array(accounts).fill(NOWHERE);
    this.hasSecond = Uint8Array.from({ length: accounts }, () => (dice.chance(HAS_SECOND_DEVICE) ? 1 : 0));
    // The first numbers are the accounts' own.
    this.nextIpv4 = accounts;
    this.nextIpv6 = FIRST_IPV6 + accounts * HOSTS_IN_NETWORK;
    this.nextDevice = accounts * 2;
  }

  /** `count` addresses side by side. */
  ipv4(count: number): Place {
    const place = { first: this.nextIpv4, count };
    this.nextIpv4 += count;
    return place;
  }

  /** Whole networks: a login gets any host in any of them. */
  ipv6(networks: number): Place {
    const place = { first: this.nextIpv6, count: networks * HOSTS_IN_NETWORK };
    this.nextIpv6 += place.count;
    return place;
  }

  newDevice(): number {
    return this.nextDevice++;
  }

  livesAlone(account: number): boolean {
    return this.home[account] === NOWHERE && !this.devices.has(account);
  }

  hasWork(account: number): boolean {
    return this.work[account] !== NOWHERE;
  }

  hasNetwork(account: number): boolean {
    return this.network[account] !== NOWHERE;
  }

  liveAt(members: Uint32Array, place: Place): void {
    this.settle(this.home, members, place);
  }

  workAt(members: Uint32Array, place: Place): void {
    this.settle(this.work, members, place);
  }

  roamIn(members: Uint32Array, place: Place): void {
    this.settle(this.network, members, place);
  }

  /** The account logs in on these devices, and no other. */
  use(account: number, devices: readonly number[]): void {
    this.devices.set(account, devices);
  }

  /** The devices that are its own unless something else was said. */
  ownDevices(account: number): readonly number[] {
    return this.hasSecond[account] === 1 ? [account * 2, account * 2 + 1] : [account * 2];
  }

  /** An address for a login at `at`; `NaN` = at no known time. */
  addressAt(account: number, at: number, rhythm: Rhythm, dice: Dice): number {
    const work = this.work[account] as number;
    const network = this.network[account] as number;
    const isWorking = Number.isNaN(at) ? dice.chance(0.3) : rhythm.isWorkingTime(account, at);
    if (work !== NOWHERE && isWorking && dice.chance(AT_WORK)) return this.addressIn(work, dice);
    if (network !== NOWHERE && dice.chance(ON_THE_MOVE)) return this.addressIn(network, dice);
    return this.homeAddress(account, dice);
  }

  homeAddress(account: number, dice: Dice): number {
    const home = this.home[account] as number;
    if (home !== NOWHERE) return this.addressIn(home, dice);
    return account % 4 === 0 ? FIRST_IPV6 + account * HOSTS_IN_NETWORK + dice.below(4) : account;
  }

  networkAddress(account: number, dice: Dice): number {
    const network = this.network[account] as number;
    return network === NOWHERE ? this.homeAddress(account, dice) : this.addressIn(network, dice);
  }

  deviceFor(account: number, dice: Dice): number {
    const devices = this.devices.get(account);
    if (devices !== undefined) return dice.pick(devices);
    return account * 2 + (this.hasSecond[account] === 1 && dice.chance(ON_SECOND_DEVICE) ? 1 : 0);
  }

  private addressIn(place: number, dice: Dice): number {
    const { first, count } = this.places[place] as Place;
    return first + dice.below(count);
  }

  private settle(kind: Int32Array, members: Uint32Array, place: Place): void {
    const number = this.places.push(place) - 1;
    for (const account of members) kind[account] = number;
  }
}
