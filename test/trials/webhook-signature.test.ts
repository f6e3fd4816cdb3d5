import { createHmac, timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWebhookSigner, type WebhookHeaders } from '../../src/service/webhook-signature.ts';
import { createChooser } from '../conformance/random.ts';

const MUTATIONS = 12_000;
const NOW = Date.UTC(2026, 10, 27, 2);
const TOLERANCE_S = 300;

const keyOf = (byte: number) => Buffer.alloc(32, byte);
const secretOf = (byte: number) => `whsec_${keyOf(byte).toString('base64')}`;
const OLD = 1;
const NEW = 2;
const STRANGER = 3;

type Message = { readonly headers: { readonly [name: string]: string }; readonly body: string };

/** A receiver by the package of the standard. */
function acceptsByPackage({ headers, body }: Message, byte: number): boolean {
  try {
    new Webhook(secretOf(byte)).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

/** A receiver that shares no code with us: the ten lines of docs/events.md. */
function acceptsByHand({ headers, body }: Message, byte: number): boolean {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => lower[`webhook-${name}`]);
  if (id === undefined || timestamp === undefined || signatures === undefined) return false;
  if (!(Math.abs(NOW / 1_000 - Number(timestamp)) <= TOLERANCE_S)) return false;
  const mac = createHmac('sha256', keyOf(byte)).update(`${id}.${timestamp}.${body}`).digest('base64');
  const expected = Buffer.from(`v1,${mac}`);
  // As text: what decodes to the same bytes is not all the same, base64 is read with much indulgence.
  return signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

const accepts = (message: Message, byte = NEW): boolean => {
  const [byPackage, byHand] = [acceptsByPackage(message, byte), acceptsByHand(message, byte)];
  expect(byHand, JSON.stringify(message)).toBe(byPackage);
  return byPackage;
};

beforeAll(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
});
afterAll(() => {
  vi.useRealTimers();
});

const choose = createChooser(17);
const makeBody = (i: number) => JSON.stringify({ id: `evt_${i}`, data: { name: 'Zoë 🙂', n: choose.below(1e6) } });
function send(
  sign: ReturnType<typeof createWebhookSigner>,
  i: number,
  at = NOW,
): { headers: WebhookHeaders; body: string } {
  const body = makeBody(i);
  return { headers: sign(`evt_${i}`, at, body), body };
}

function flipBit(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  const place = choose.below(bytes.length);
  bytes[place] = (bytes[place] as number) ^ (1 << choose.below(7));
  return bytes.toString('utf8');
}

const withHeader = (message: Message, name: string, value: string): Message => ({
  ...message,
  headers: { ...message.headers, [name]: value },
});
const header = ({ headers }: Message, name: string): string => headers[name] ?? '';

/** What somebody may do to a message on its way, or make of two of them. Each must be refused. */
const MUTATIONS_BY_NAME: { readonly [name: string]: (message: Message, other: Message) => Message } = {
  'a bit of the body flipped': (message) => ({ ...message, body: flipBit(message.body) }),
  'a bit of the signature flipped': (message) =>
    withHeader(message, 'webhook-signature', `v1,${flipBit(header(message, 'webhook-signature').slice(3))}`),
  'a bit of the id flipped': (message) => withHeader(message, 'webhook-id', flipBit(header(message, 'webhook-id'))),
  'another time': (message) =>
    withHeader(message, 'webhook-timestamp', String(NOW / 1_000 + 1 + choose.below(TOLERANCE_S - 1))),
  'the signature of another message': (message, other) =>
    withHeader(message, 'webhook-signature', header(other, 'webhook-signature')),
  'the id of another message': (message, other) => withHeader(message, 'webhook-id', header(other, 'webhook-id')),
  'the body of another message': (message, { body }) => ({ ...message, body }),
  'the headers each in the place of another': ({ headers, body }) => ({
    body,
    headers: {
      'webhook-id': headers['webhook-timestamp'] ?? '',
      'webhook-timestamp': headers['webhook-id'] ?? '',
      'webhook-signature': headers['webhook-signature'] ?? '',
    },
  }),
  'a header left out': ({ headers, body }) => {
    const left = choose.one(['webhook-id', 'webhook-timestamp', 'webhook-signature']);
    return { body, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== left)) };
  },
  'another version of the signature': (message) =>
    withHeader(
      message,
      'webhook-signature',
      header(message, 'webhook-signature').replace('v1,', choose.one(['v2,', 'v1a,', ','])),
    ),
  'the signature cut short': (message) =>
    withHeader(message, 'webhook-signature', header(message, 'webhook-signature').slice(0, 3 + choose.below(40))),
  'a part of the id moved into the time': (message) => {
    const [head = '', tail = ''] = header(message, 'webhook-id').split('_');
    return withHeader(
      withHeader(message, 'webhook-id', head),
      'webhook-timestamp',
      `${tail}.${header(message, 'webhook-timestamp')}`,
    );
  },
  'the time moved into the id': (message) =>
    withHeader(message, 'webhook-id', `${header(message, 'webhook-id')}.${header(message, 'webhook-timestamp')}`),
  'the time moved into the body': (message) => ({
    body: `${header(message, 'webhook-timestamp')}.${message.body}`,
    headers: message.headers,
  }),
};

describe('the signature of a webhook', () => {
  it('is the one of the standard’s own example', () => {
    const sign = createWebhookSigner('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    expect(sign('msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_000, '{"test": 2432232314}')).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it(`is taken as it is, and refused after any of ${MUTATIONS} mutations`, () => {
    const sign = createWebhookSigner(secretOf(NEW));
    const names = Object.keys(MUTATIONS_BY_NAME);
    let accepted = 0;
    for (let i = 0; i < MUTATIONS; i++) {
      const [message, other] = [send(sign, i), send(sign, MUTATIONS + i)];
      if (i % 50 === 0) expect(accepts(message)).toBe(true);
      const mutate = MUTATIONS_BY_NAME[names[i % names.length] ?? ''];
      if (mutate !== undefined && accepts(mutate(message, other))) accepted++;
    }
    expect(accepted).toBe(0);
  }, 60_000);

  it('does not mind the order or the case of headers', () => {
    const { headers, body } = send(createWebhookSigner(secretOf(NEW)), 1);
    const shuffled = Object.fromEntries(
      Object.entries(headers)
        .reverse()
        .map(([name, value]) => [name.toUpperCase(), value]),
    );
    expect(accepts({ headers: shuffled, body })).toBe(true);
  });

  it('is refused once it is older than five minutes, or comes from the future', () => {
    const sign = createWebhookSigner(secretOf(NEW));
    for (let i = 0; i < 500; i++) {
      const away = (TOLERANCE_S + 1 + choose.below(1e6)) * 1_000;
      expect(accepts(send(sign, i, NOW - away))).toBe(false);
      expect(accepts(send(sign, i, NOW + away))).toBe(false);
    }
    expect(accepts(send(sign, 1, NOW - (TOLERANCE_S - 1) * 1_000))).toBe(true);
  });

  it('is taken by receivers that know either secret while they rotate, and by no stranger', () => {
    const rotating = createWebhookSigner(`${secretOf(NEW)},${secretOf(OLD)}`);
    for (let i = 0; i < 200; i++) {
      const message = send(rotating, i);
      expect([OLD, NEW, STRANGER].map((byte) => accepts(message, byte))).toEqual([true, true, false]);
    }
    const rotated = send(createWebhookSigner(secretOf(NEW)), 1);
    expect([OLD, NEW].map((byte) => accepts(rotated, byte))).toEqual([false, true]);
  });

  it('replayed has no effect with who takes each id once', () => {
    const sign = createWebhookSigner(secretOf(NEW));
    const seen = new Set<string>();
    let effects = 0;
    for (let i = 0; i < 300; i++) {
      const message = send(sign, i % 100);
      expect(accepts(message)).toBe(true);
      const { 'webhook-id': id } = message.headers;
      if (!seen.has(id)) effects++;
      seen.add(id);
    }
    expect(effects).toBe(100);
  });

  it('cannot be read as that of another message, whatever the id of an event holds', () => {
    const sign = createWebhookSigner(secretOf(NEW));
    const [time, body] = [NOW / 1_000, '{"a":1}'];
    // With the id as it is, `evt.TIME` at TIME would also be `evt` at TIME with `TIME.BODY` for a body.
    for (const id of [`evt.${time}`, 'a.b', '.', '', 'ümlaut', 'x\r\ny: z', 'i'.repeat(500)]) {
      const headers = sign(id, NOW, body);
      expect(headers['webhook-id']).toMatch(/^[A-Za-z0-9_-]{1,128}$/);
      expect(accepts({ headers, body })).toBe(true);
      const [head = ''] = id.split('.');
      const forged = { ...headers, 'webhook-id': head, 'webhook-timestamp': String(time) };
      expect(accepts({ headers: forged, body: `${time}.${body}` })).toBe(false);
    }
    expect(sign('a.b', NOW, body)).toEqual(sign('a.b', NOW, body));
    expect(sign('a.b', NOW, body)['webhook-id']).not.toBe(sign('a.c', NOW, body)['webhook-id']);
  });
});
