import { BlockList, isIP } from 'node:net';

/** Who can be at an address: anybody, somebody of our own networks, or nobody that we may speak to. */
export type Reach = 'public' | 'private' | 'closed';

type Subnet = readonly [network: string, prefix: number];

/** Loopback, private networks (RFC 1918), carriers' shared addresses (RFC 6598). */
const PRIVATE_V4: readonly Subnet[] = [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
];
const PRIVATE_V6: readonly Subnet[] = [
  ['::1', 128],
  ['fc00::', 7],
];

/**
 * No receiver is ever there: unspecified, link-local, protocol assignments, documentation, benchmarks, relays, multicast, reserved
 * (the registries of RFC 6890); and the addresses at which clouds hand credentials to whoever asks from inside, some of which
 * lie in the networks above.
 */
const CLOSED_V4: readonly Subnet[] = [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
];
const CLOSED_V6: readonly Subnet[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['fd00:ec2::254', 128],
  ['fd20:ce::254', 128],
];
/** Of IPv6 all else is closed: global unicast, IPv4 mapped into IPv6, and IPv4 behind the well-known NAT64 prefix. */
const OPEN_V6: readonly Subnet[] = [
  ['2000::', 3],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
];

const isPrivate = createList(PRIVATE_V4, PRIVATE_V6);
const isClosed = createList(CLOSED_V4, CLOSED_V6);
const isOpenV6 = createList([], OPEN_V6);

/** The reach of an address as the system writes it; text that is no address is closed. */
export function reachOf(address: string): Reach {
  const bare = address.replace(/%.*$/, '');
  const family = isIP(bare) === 4 ? 'ipv4' : 'ipv6';
  if (isIP(bare) === 0 || isClosed.check(bare, family)) return 'closed';
  if (isPrivate.check(bare, family)) return 'private';
  return family === 'ipv4' || isOpenV6.check(bare, family) ? 'public' : 'closed';
}

/** Node holds a mapped address against the rules of IPv4 by itself; behind NAT64 they are written out. */
function createList(v4: readonly Subnet[], v6: readonly Subnet[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of v4) {
    list.addSubnet(network, prefix, 'ipv4');
    list.addSubnet(`64:ff9b::${network}`, 96 + prefix, 'ipv6');
  }
  for (const [network, prefix] of v6) list.addSubnet(network, prefix, 'ipv6');
  return list;
}
