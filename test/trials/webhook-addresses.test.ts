import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { LockstepError } from '../../src/model/errors.ts';
import type { OutboxEvent } from '../../src/model/outbox.ts';
import { reachOf } from '../../src/service/address-reach.ts';
import { openWebhookSink, type WebhookOptions } from '../../src/service/webhook-sink.ts';
import { openReceiver, type Receiver } from '../service/open-receiver.ts';

const SECRETS = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const event: OutboxEvent = {
  id: 'evt_1',
  type: 'lockstep.test.v1',
  subject: 's',
  data: null,
  position: 1,
  sequence: 1,
  at: 0,
};

/** Hosts as they may stand in a URL; PORT is that of a listener on all addresses of this machine. */
const HOSTS = [
  // Loopback, as the many things that are read as it.
  ...['127.0.0.1', '127.0.0.2', '127.255.255.254', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.0.0.1'],
  ...['017700000001', '0177.0.0.1', '0x7f.1', '127.0.0.1.', '①②⑦.⓪.⓪.①', '１２７.0.0.1', '%31%32%37.0.0.1'],
  ...['[::1]', '[0:0:0:0:0:0:0:1]', '[0000:0000:0000:0000:0000:0000:0000:0001]', '[::0.0.0.1]'],
  ...['localhost', 'LOCALHOST'],
  // IPv4 inside IPv6: mapped, compatible, NAT64, 6to4, Teredo.
  ...['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:ffff:127.0.0.1]', '[::127.0.0.1]', '[::ffff:10.0.0.1]'],
  ...['[::ffff:169.254.169.254]', '[64:ff9b::127.0.0.1]', '[64:ff9b::a00:1]', '[64:ff9b:1::7f00:1]'],
  ...['[2002:7f00:1::]', '[2002:a9fe:a9fe::]', '[2001:0:4136:e378:8000:63bf:3fff:fdd2]'],
  // Unspecified.
  ...['0.0.0.0', '0', '0x0', '0.1.2.3', '[::]'],
  // Private networks, carriers' shared addresses.
  ...['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.254', '3232235521'],
  ...['100.64.0.1', '100.127.255.254', '[fc00::1]', '[fd12:3456:789a::1]', '[fec0::1]'],
  // Where clouds hand out credentials.
  ...['169.254.169.254', '2852039166', '0xa9fea9fe', '169.254.170.2', '[fd00:ec2::254]', '100.100.100.200'],
  ...['168.63.129.16', '192.0.0.192', '[fd20:ce::254]'],
  // Link-local, multicast, broadcast, reserved, documentation, benchmarks.
  ...['169.254.1.1', '[fe80::1]', '224.0.0.1', '239.255.255.255', '[ff02::1]', '255.255.255.255', '240.0.0.1'],
  ...[
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '198.18.0.1',
    '192.88.99.1',
    '[2001:db8::1]',
    '[100::1]',
    '[3fff::1]',
  ],
];

const attempts: string[] = [];
const onSocket = (message: unknown): void => {
  (message as { readonly socket: Socket }).socket.on('connectionAttempt', (address: string) => attempts.push(address));
};

let listener: Receiver;
beforeAll(async () => {
  listener = await openReceiver(undefined, '::');
  subscribe('net.client.socket', onSocket);
});
afterAll(async () => {
  unsubscribe('net.client.socket', onSocket);
  await listener[Symbol.asyncDispose]();
});

/** What came of a delivery: the sentence of the error, or what the sink says. */
async function deliver(url: string, options: Partial<WebhookOptions> = {}): Promise<string> {
  try {
    await using sink = openWebhookSink({ url, secrets: SECRETS, allowPrivate: false, timeoutMs: 2_000, ...options });
    const answer = await sink.deliver(event, '{}', new AbortController().signal);
    return answer.answer === 'taken' ? 'taken' : answer.why;
  } catch (error) {
    if (error instanceof LockstepError) return error.message;
    throw error;
  }
}

const FORBIDDEN =
  /leads to (?:a (?:private|closed) address|loopback or a private network|an address at which no receiver)/;
const answering = (...addresses: readonly string[]) => ({
  resolve: async () => addresses.map((address) => ({ address, family: isIP(address) })),
});

describe('a webhook that leads into our own network', () => {
  it(`is not connected to: ${HOSTS.length} hosts in a URL, none of them reached`, async () => {
    expect(HOSTS.length).toBeGreaterThanOrEqual(60);
    for (const host of HOSTS) expect(await deliver(`http://${host}:${listener.port}/`), host).toMatch(FORBIDDEN);
    expect([attempts, listener.connections()]).toEqual([[], 0]);
  });

  it('is not connected to when a name leads there, whatever else the name leads to', async () => {
    const addresses = HOSTS.map((host) => new URL(`http://${host}/`).hostname.replace(/^\[|\]$/g, '')).filter(isIP);
    expect(addresses.length).toBeGreaterThanOrEqual(60);
    for (const address of addresses) {
      const url = `http://hook.example:${listener.port}/`;
      expect(await deliver(url, answering(address)), address).toMatch(FORBIDDEN);
      expect(await deliver(url, answering('192.0.32.7', address)), address).toMatch(FORBIDDEN);
    }
    expect([attempts, listener.connections()]).toEqual([[], 0]);
  });

  it.each(['file:///etc/passwd', 'gopher://127.0.0.1/', 'ftp://127.0.0.1/', 'data:,x', '//127.0.0.1/'])(
    'by %s is refused by the config',
    (url) => {
      expect(() => loadConfig({}, { LOCKSTEP_WEBHOOK_URL: url })).toThrow(/http or https URL/);
    },
  );

  it('is not connected to by a redirect', async () => {
    await using first = await openReceiver((_request, response) =>
      response.writeHead(307, { location: `http://127.0.0.1:${listener.port}/` }).end(),
    );
    expect(await deliver(first.url, { allowPrivate: true })).toMatch(/redirects are not followed/);
    expect([first.connections(), listener.connections()]).toEqual([1, 0]);
    attempts.length = 0;
  });

  it('by a name that answers differently the second time is connected to where the first answer was checked', async () => {
    // 127.0.0.2 is allowed here, 0.0.0.0 never is, and the listener is at both.
    const answers = ['127.0.0.2', '0.0.0.0', '0.0.0.0'];
    let asked = 0;
    const resolve = async () => [{ address: answers[asked++] ?? '0.0.0.0', family: 4 }];
    const url = `http://hook.example:${listener.port}/`;
    await using sink = openWebhookSink({ url, secrets: SECRETS, allowPrivate: true, resolve });
    const signal = new AbortController().signal;
    expect(await sink.deliver(event, '{}', signal)).toEqual({ answer: 'taken' });
    expect([asked, attempts, listener.connections()]).toEqual([1, ['127.0.0.2'], 1]);
    expect(await sink.deliver(event, '{}', signal)).toMatchObject({ why: expect.stringMatching(FORBIDDEN) });
    expect([asked, attempts, listener.connections()]).toEqual([2, ['127.0.0.2'], 1]);
  });

  it('may be asked for, which shows that the listener would have heard', async () => {
    const before = listener.connections();
    attempts.length = 0;
    expect(await deliver(`http://127.0.0.1:${listener.port}/`, { allowPrivate: true })).toBe('taken');
    expect(await deliver(`http://[::1]:${listener.port}/`, { allowPrivate: true })).toBe('taken');
    expect(await deliver(`http://localhost:${listener.port}/`, { allowPrivate: true })).toBe('taken');
    expect(listener.connections()).toBe(before + 3);
    expect(attempts.length).toBeGreaterThanOrEqual(3);
  });

  it('may not be asked for where no receiver can be', async () => {
    for (const host of ['169.254.169.254', '0.0.0.0', '[fd00:ec2::254]', '224.0.0.1', '[fe80::1]', '100.100.100.200'])
      expect(await deliver(`http://${host}/`, { allowPrivate: true }), host).toMatch(FORBIDDEN);
  });
});

it.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.128.0.1', '2606:4700::1', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
  'anybody may be at %s',
  (address) => {
    expect(reachOf(address)).toBe('public');
  },
);

it.each(['', 'localhost', '1.2.3', '127.0.0.1 ', '::1::'])('nobody is at "%s", which is no address', (text) => {
  expect(reachOf(text)).toBe('closed');
});
