import { describe, expect, it } from 'vitest';
import { LockstepError } from '../../src/model/errors.ts';
import { openEventStream } from '../../src/queue/open-event-stream.ts';
import { openQueue } from '../../src/queue/open-queue.ts';
import { openQueueBoard } from '../../src/queue/open-queue-board.ts';
import { failureOf } from './failure-of.ts';

describe('openQueue', () => {
  it('names the URLs that it knows when it is given another, and nothing that is secret', async () => {
    for (const url of [
      'amqp://ann:s3cret@host/',
      'inline',
      'redis:',
      'redis://',
      'amqp://a:p@s3cret@host?password=s3cret',
    ]) {
      const error = await failureOf(openQueue(url));
      expect(error.code, url).toBe('config');
      expect(error.message, url).toContain('redis://HOST:PORT');
      expect(error.message, url).not.toContain('s3cret');
    }
  });

  it('says within seconds, and without the password, that no server answers', async () => {
    const begun = Date.now();
    const error = await failureOf(openQueue('redis://ann:s3cret@127.0.0.1:1'));
    expect(Date.now() - begun).toBeLessThan(10_000);
    expect([error.code, error.message]).toEqual([
      'unreachable',
      expect.stringContaining('127.0.0.1:1 does not answer'),
    ]);
    expect(error.message).not.toContain('s3cret');
  });

  it('takes no jobs when it is closed', async () => {
    const queue = await openQueue('inline:');
    await queue.close();
    await expect(queue.add({ name: 'x', key: 'x', payload: {} })).rejects.toThrow(LockstepError);
  });
});

describe('without a Redis', () => {
  it('there is no board', async () => {
    expect(await openQueueBoard('inline:', { basePath: '/admin/queues' })).toBeNull();
  });

  it('there is no event stream, and how to get one is told', async () => {
    const error = await failureOf(openEventStream('inline:', { stream: 'events' }));
    expect([error.code, error.message]).toEqual(['config', expect.stringContaining('LOCKSTEP_QUEUE_URL')]);
  });
});
