import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again and again until `isSo`; throws after `ms`, long enough for a machine that is busy with other tests. */
export async function waitUntil(isSo: () => boolean | Promise<boolean>, ms = 30_000): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) {
    if (await isSo()) return;
  }
  throw new Error(`It was not so within ${ms} ms.`);
}
