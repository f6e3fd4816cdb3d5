import type { Config } from '../config/load-config.ts';
import type { Examination } from './examination.ts';
import type { Check } from './examine-machine.ts';
import { examineOpenQueue, sayAway } from './examine-services.ts';
import { examineSources } from './examine-sources.ts';
import { examineStored } from './examine-stored.ts';
import { openConfiguredQueue } from './open-configured-queue.ts';

/** Asks everything that the config names, changes nothing, and never throws for what is away or not as it should be. */
export async function examineDependencies(config: Config, now: number): Promise<Examination> {
  const [stored, ofQueue, sources] = await Promise.all([
    examineStored(config, now),
    examineQueue(config),
    examineSources(config.sources),
  ]);
  return {
    services: [...stored.services, ...ofQueue, ...sources.services],
    data: [...stored.data, ...sources.data],
  };
}

/** A Redis that may lose jobs is looked at all the same, so that each thing that is wrong with it is named. */
async function examineQueue(config: Config): Promise<readonly Check[]> {
  try {
    await using queue = await openConfiguredQueue({ ...config, allow_unsafe_redis: true });
    return await examineOpenQueue(queue, config);
  } catch (error) {
    return [sayAway('queue', error)];
  }
}
