import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalAddress as canonicalAddressIn } from '../../src/source/canonical-address.ts';

function canonicalAddress(text: string): string | null {
  const bytes = new TextEncoder().encode(text);
  return canonicalAddressIn(bytes, 0, bytes.length);
}

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['0.0.0.0', '0.0.0.0'],
  ['2001:db8::1', '2001:db8::/64'],
  ['2001:DB8:0:1:2:3:4:5', '2001:db8:0:1::/64'],
  ['2001:0db8:0000:0000:ffff::', '2001:db8::/64'],
  ['2001:db8:1:1:0:0:0:1', '2001:db8:1:1::/64'],
  ['::1', '::/64'],
  ['::', '::/64'],
  ['1::', '1::/64'],
  ['0:0:0:5::', '0:0:0:5::/64'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:c000:0201', '192.0.2.1'],
  ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
  ['64:ff9b:0:0:0:0:192.0.2.33', '64:ff9b::/64'],
  ['2001:db8:0:1::/64', '2001:db8:0:1::/64'],
])('%s is %s', (text, canonical) => {
  expect(canonicalAddress(text)).toBe(canonical);
});

test.each([
  '',
  'localhost',
  '1.2.3',
  '1.2.3.4.5',
  '1.2.3.256',
  '01.2.3.4',
  '1.2.3.4 ',
  '1.2.3.-4',
  '0x7f.0.0.1',
  '2130706433',
  '1.2.3.4/24',
  '1.2.3.4/64',
  '1.2.3.4:80',
  '[::1]',
  'fe80::1%eth0',
  ':',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7::8:9',
  '12345::',
  'g::',
  '::1.2.3',
  '1.2.3.4::',
  '::1.2.3.4:5',
  '2001:db8::/48',
  '1:2:3:4:5:6:7:',
  ':1:2:3:4:5:6:7',
])('%j is no address', (text) => {
  expect(canonicalAddress(text)).toBeNull();
});

test('an address inside other text is read no further than it goes', () => {
  const bytes = new TextEncoder().encode('9192.0.2.19');
  expect(canonicalAddressIn(bytes, 1, bytes.length - 1)).toBe('192.0.2.1');
  const network = new TextEncoder().encode('f2001:db8::1/64');
  expect(canonicalAddressIn(network, 1, network.length - 3)).toBe('2001:db8::/64');
});

test('accepts what Node calls an address, zones apart, and nothing else', () => {
  const group = fc.oneof(
    fc.constantFrom('', '0', 'ffff', '1.2.3.4', '00', '%1', 'g'),
    fc.stringMatching(/^[0-9a-f]{1,5}$/),
  );
  const soup = fc.array(group, { maxLength: 9 }).map((groups) => groups.join(':'));
  const quad = fc.array(fc.stringMatching(/^\d{0,3}$/), { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.'));
  fc.assert(
    fc.property(fc.oneof(soup, quad, fc.ipV4(), fc.ipV6()), (text) => {
      const isAddress = isIPv4(text) || (isIPv6(text) && !text.includes('%'));
      expect(canonicalAddress(text) !== null).toBe(isAddress);
    }),
    { numRuns: 5000 },
  );
});

test('addresses of one /64 have one form, and the form is its own', () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const canonical = canonicalAddress(text) ?? '';
      expect(canonicalAddress(canonical)).toBe(canonical);
      if (!canonical.endsWith('/64')) return;
      expect(canonicalAddress(canonical.replace(/::\/64$/, '::1'))).toBe(canonical);
    }),
    { numRuns: 2000 },
  );
});
