import { describe } from 'vitest';
import { openQueue } from '../../src/queue/open-queue.ts';
import { describeQueue } from './queue-suite.ts';

describe('the queue in this process', () => {
  describeQueue((options) => openQueue('inline:', options));
});
