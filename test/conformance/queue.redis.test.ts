import { afterAll, describe } from 'vitest';
import { openQueue } from '../../src/queue/open-queue.ts';
import { openRedisServer } from '../servers/redis-server.ts';
import { describeQueue } from './queue-suite.ts';

const server = await openRedisServer();
afterAll(async () => server?.[Symbol.asyncDispose]());

let opened = 0;

describe.runIf(server !== null)('the queue on BullMQ over Redis', () => {
  describeQueue((options) => openQueue(server?.url ?? '', { prefix: `{test-${opened++}}`, ...options }));
});
