// A process for trials: publishes the outbox of the store at STORE_URL to the webhook at URL, again and again, until it is killed.
//   node publish-outbox.ts STORE_URL URL SECRETS
import { setTimeout as sleep } from 'node:timers/promises';
import { publishEvents } from '../../jobs/publish.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { sha256 } from '../../src/service/hash.ts';
import { openWebhookSink } from '../../src/service/webhook-sink.ts';
import { openStore } from '../../src/store/open-store.ts';

const [storeUrl = '', url = '', secrets = ''] = process.argv.slice(2);
await using store = await openStore(storeUrl);
await using sink = openWebhookSink({ url, secrets, allowPrivate: true, timeoutMs: 150 });
const ports = {
  store,
  config: loadConfig({}, {}),
  hash: sha256,
  now: Date.now,
  signal: new AbortController().signal,
  sinks: [sink],
};
for (;;) {
  // Never given up, and a lease that runs out now and then, so that two are at work at once.
  await publishEvents(ports, { retry: { tries: 1_000, baseMs: 5, capMs: 40 }, leaseMs: 120 });
  await sleep(10);
}
