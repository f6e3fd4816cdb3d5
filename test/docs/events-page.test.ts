import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { RETRY_POLICY } from '../../jobs/retry-pause.ts';
import { EVENTS, type EventType } from '../../src/report/events/event-types.ts';
import { createWebhookSigner } from '../../src/service/webhook-signature.ts';

const page = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8');
const blocksOf = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text ?? '');

const OLD_SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const SECRET = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const sign = createWebhookSigner(`${SECRET},${OLD_SECRET}`);
const body = '{"name":"Zoë 🙂"}';

/** Messages, and whether they are ours. */
const cases = [
  { headers: sign('evt_1', Date.now(), body), body, secret: SECRET, isOurs: true },
  { headers: sign('evt_1', Date.now(), body), body, secret: OLD_SECRET, isOurs: true },
  { headers: sign('evt_1', Date.now(), body), body: body.replace('Z', 'z'), secret: SECRET, isOurs: false },
  { headers: { ...sign('evt_1', Date.now(), body), 'webhook-id': 'evt_2' }, body, secret: SECRET, isOurs: false },
  { headers: sign('evt_1', Date.now() - 400_000, body), body, secret: SECRET, isOurs: false },
  { headers: sign('evt_1', Date.now() + 400_000, body), body, secret: SECRET, isOurs: false },
  { headers: { ...sign('evt_1', Date.now(), body), 'webhook-signature': 'v1,' }, body, secret: SECRET, isOurs: false },
];
const expected = cases.map(({ isOurs }) => isOurs);

test('every type has an example of its shape, and is in the table', () => {
  const examples = blocksOf('json').map((text) => JSON.parse(text));
  expect(examples.map(({ type }) => type)).toEqual(Object.keys(EVENTS));
  for (const { type, data, specversion, id, sequence } of examples) {
    expect(EVENTS[type as EventType].data.strict().parse(data)).toEqual(data);
    expect([specversion, id, sequence]).toEqual([
      '1.0',
      expect.stringMatching(/^evt_/),
      expect.stringMatching(/^\d{12}$/),
    ]);
    expect(page).toContain(`| \`${type}\` |`);
  }
});

test('the page says how often an event is tried', () => {
  expect(page).toContain(`${RETRY_POLICY.tries} tries`);
});

describe('the code that verifies a signature', () => {
  it('of JavaScript takes what is ours and nothing else', async () => {
    const [code = ''] = blocksOf('js');
    const { isOurs } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    expect(cases.map(({ headers, body, secret }) => isOurs(headers, Buffer.from(body), secret))).toEqual(expected);
  });

  const hasPython = spawnSync('python3', ['--version']).status === 0;
  it.runIf(hasPython)('of Python does too', () => {
    const [code = ''] = blocksOf('python');
    const program = `${code}
import json, sys
print(json.dumps([is_ours(c["headers"], c["body"].encode(), c["secret"]) for c in json.load(sys.stdin)]))`;
    const { stdout, stderr } = spawnSync('python3', ['-c', program], {
      input: JSON.stringify(cases),
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual(expected);
  });
});
