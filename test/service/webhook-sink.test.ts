import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import type { OutboxEvent } from '../../src/model/outbox.ts';
import { cloudEventJson } from '../../src/report/cloud-event.ts';
import { openSinks } from '../../src/service/open-sinks.ts';
import { openWebhookSink, type WebhookOptions } from '../../src/service/webhook-sink.ts';
import { openReceiver } from './open-receiver.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const NOW = Date.UTC(2026, 10, 27, 2);
const event: OutboxEvent = {
  id: 'evt_1',
  type: 'lockstep.run.completed.v1',
  subject: 'nightly@1',
  data: { name: 'Zoë 🙂' },
  position: 1,
  sequence: 1,
  at: NOW,
};
const body = cloudEventJson(event);
const never = new AbortController().signal;

const open = (url: string, more: Partial<WebhookOptions> = {}) =>
  openWebhookSink({ url, secrets: SECRET, allowPrivate: true, now: () => NOW, ...more });

/** What the sink says when the receiver answers so. */
async function answerTo(status: number, headers: Record<string, string> = {}) {
  await using receiver = await openReceiver((_request, response) => response.writeHead(status, headers).end('x'));
  await using sink = open(receiver.url);
  return await sink.deliver(event, body, never);
}

describe('a webhook', () => {
  it('gets the exact text, with the signature of that text', async () => {
    await using receiver = await openReceiver();
    await using sink = open(`${receiver.url}?to=us`);
    expect(await sink.deliver(event, body, never)).toEqual({ answer: 'taken' });
    const [request] = receiver.requests;
    expect(request).toMatchObject({
      path: '/events?to=us',
      body,
      headers: { 'content-type': 'application/cloudevents+json; charset=utf-8', 'webhook-id': 'evt_1' },
    });
    const signed = `evt_1.${NOW / 1_000}.${body}`;
    const expected = createHmac('sha256', Buffer.alloc(32, 7)).update(signed, 'utf8').digest('base64');
    expect(request?.headers['webhook-timestamp']).toBe(String(NOW / 1_000));
    expect(request?.headers['webhook-signature']).toBe(`v1,${expected}`);
  });

  it.each([200, 201, 202, 204, 299])('takes the event with %i', async (status) => {
    expect(await answerTo(status)).toEqual({ answer: 'taken' });
  });

  it.each([400, 401, 404, 409, 500, 503])('may be asked again after %i', async (status) => {
    expect(await answerTo(status)).toEqual({ answer: 'failed', why: `answered ${status}` });
  });

  it('wants no more with 410', async () => {
    expect(await answerTo(410)).toMatchObject({ answer: 'refused' });
  });

  it('is not asked sooner than it says, in seconds or by a date', async () => {
    expect(await answerTo(503, { 'retry-after': '120' })).toMatchObject({ retryAfterMs: 120_000 });
    const date = new Date(NOW + 90_000).toUTCString();
    expect(await answerTo(429, { 'retry-after': date })).toMatchObject({ retryAfterMs: 90_000 });
    expect(await answerTo(429, { 'retry-after': 'soon' })).toEqual({ answer: 'failed', why: 'answered 429' });
  });

  it('that redirects is not followed', async () => {
    await using target = await openReceiver();
    for (const status of [301, 302, 303, 307, 308]) {
      const answer = await answerTo(status, { location: target.url });
      expect(answer).toMatchObject({ answer: 'failed', why: expect.stringContaining('redirects are not followed') });
    }
    expect(target.connections()).toBe(0);
  });

  it('that does not answer in time has failed', async () => {
    await using receiver = await openReceiver(() => {});
    await using sink = open(receiver.url, { timeoutMs: 80 });
    expect(await sink.deliver(event, body, never)).toEqual({ answer: 'failed', why: 'no answer within 80 ms' });
  });

  it('that drops the connection, or is not there, has failed', async () => {
    const receiver = await openReceiver((_request, response) => response.destroy());
    await using sink = open(receiver.url);
    expect(await sink.deliver(event, body, never)).toEqual({ answer: 'failed', why: 'cannot be reached (ECONNRESET)' });
    await receiver[Symbol.asyncDispose]();
    expect(await sink.deliver(event, body, never)).toEqual({
      answer: 'failed',
      why: 'cannot be reached (ECONNREFUSED)',
    });
  });

  it('whose answer has no end is cut off, and the event counts as taken', async () => {
    let isCutOff = false;
    await using receiver = await openReceiver((_request, response) => {
      const more = () => {
        if (!response.destroyed) response.write('x'.repeat(16_384), more);
      };
      response.on('close', () => {
        isCutOff = true;
      });
      more();
    });
    await using sink = open(receiver.url);
    expect(await sink.deliver(event, body, never)).toEqual({ answer: 'taken' });
    await expect.poll(() => isCutOff).toBe(true);
  });

  it('is left at once when the work is to stop', async () => {
    await using receiver = await openReceiver(() => {});
    await using sink = open(receiver.url);
    const stop = new AbortController();
    const delivered = sink.deliver(event, body, stop.signal);
    await expect.poll(() => receiver.requests.length).toBe(1);
    stop.abort();
    expect(await delivered).toMatchObject({ answer: 'failed' });
  });
});

describe('the sinks of a config', () => {
  const env = (values: Record<string, string>) => loadConfig({}, values);

  it('are none when no receiver is named', async () => {
    expect(await openSinks(env({}))).toEqual([]);
  });

  it('need a secret', async () => {
    const config = env({ LOCKSTEP_WEBHOOK_URL: 'https://example.org/hook' });
    await expect(openSinks(config)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('webhook_secret'),
    });
  });

  it('need a Redis for a stream', async () => {
    await expect(openSinks(env({ LOCKSTEP_EVENT_STREAM: 'events' }))).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('LOCKSTEP_QUEUE_URL'),
    });
  });

  it('deliver to the webhook', async () => {
    await using receiver = await openReceiver();
    const [sink] = await openSinks(
      env({
        LOCKSTEP_WEBHOOK_URL: receiver.url,
        LOCKSTEP_WEBHOOK_SECRET: SECRET,
        LOCKSTEP_WEBHOOK_ALLOW_PRIVATE: 'true',
      }),
    );
    await using stack = new AsyncDisposableStack();
    if (sink !== undefined) stack.use(sink);
    expect(await sink?.deliver(event, body, never)).toEqual({ answer: 'taken' });
  });

  it.each([
    'whsec_',
    'whsec_c2hvcnQ=',
    `whsec_${Buffer.alloc(65).toString('base64')}`,
    Buffer.alloc(32).toString('base64'),
    `${SECRET},${SECRET},${SECRET}`,
    `whsec_!${Buffer.alloc(32).toString('base64')}`,
  ])('refuse the secret %s in a sentence that does not hold it', async (secret) => {
    const values = { LOCKSTEP_WEBHOOK_URL: 'https://example.org/hook', LOCKSTEP_WEBHOOK_SECRET: secret };
    const error = await openSinks(env(values)).catch((one: unknown) => one);
    expect(error).toMatchObject({ code: 'config', message: expect.stringContaining('openssl rand -base64 32') });
    if (secret.length > 'whsec_'.length) expect((error as Error).message).not.toContain(secret.slice(6));
  });

  it('refuse a URL with a password in it', () => {
    expect(() => open('https://me:pass@example.org/')).toThrow(/password/);
  });
});
