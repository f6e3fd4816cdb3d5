import { describe, expect, test } from 'vitest';
import {
  createNamer,
  FIRST_IPV6,
  HOSTS_IN_NETWORK,
  LONGEST_NAME,
  type Naming,
  nameOf,
} from '../../../src/source/generated/names.ts';
import { canonical } from './read-world.ts';

const PATTERNS: { readonly [naming in Naming]: RegExp } = {
  account: /^acc_[0-9a-f]{8}$/,
  device: /^[0-9a-f]{16}$/,
  ip: /^\d+\.\d+\.\d+\.\d+$/,
  link: /^https:\/\/[a-z]+\.example\/[0-9a-z]{7}$/,
  post: /^post_[0-9a-z]{7}$/,
  product: /^b0[0-9a-z]{7}$/,
  card: /^card_[0-9a-f]{8}$/,
  zip: /^\d{5}$/,
  area: /^area-\d{2,}$/,
  provider: /^carrier-\d+$/,
  model: /^[a-z]+-\d+$/,
  mail_domain: /^[a-z]+\d{2,}\.example$/,
};

describe.each(Object.entries(PATTERNS))('%s', (naming, pattern) => {
  test('looks like what it is, and is no other number’s', () => {
    const namer = createNamer(naming as Naming, 5);
    const names = Array.from({ length: 5_000 }, (_, i) => nameOf(namer, i));
    expect(names.filter((name) => !pattern.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(LONGEST_NAME);
  });
});

test('names of another seed are others', () => {
  const [one, other] = [createNamer('account', 1), createNamer('account', 2)];
  expect(nameOf(one, 7)).not.toBe(nameOf(other, 7));
});

describe('addresses', () => {
  const namer = createNamer('ip', 6);

  test('of IPv4 are canonical, nobody’s, and side by side where their numbers are', () => {
    for (const number of [0, 1, 255, 256, 257, 999_999, 200_000_000, 268_435_199]) {
      const address = nameOf(namer, number);
      expect(canonical(address)).toBe(address);
      const [first = 0] = address.split('.').map(Number);
      expect(first).toBeGreaterThanOrEqual(240);
      expect(address).not.toBe('255.255.255.255');
    }
    const network = (address: string) => address.slice(0, address.lastIndexOf('.'));
    expect(network(nameOf(namer, 512))).toBe(network(nameOf(namer, 767)));
    expect(network(nameOf(namer, 512))).not.toBe(network(nameOf(namer, 768)));
  });

  test('of IPv6 are valid, and the hosts of one network come to one', () => {
    const hosts = Array.from({ length: HOSTS_IN_NETWORK }, (_, i) => nameOf(namer, FIRST_IPV6 + i));
    expect(new Set(hosts).size).toBe(HOSTS_IN_NETWORK);
    const networks = new Set(hosts.map(canonical));
    expect(networks.size).toBe(1);
    expect([...networks][0]).toMatch(/^2001:db8:[0-9a-f:]+::\/64$/);
    expect(canonical(nameOf(namer, FIRST_IPV6 + HOSTS_IN_NETWORK))).not.toBe([...networks][0]);
  });
});
