import { expect, it } from 'vitest';
import { ForbiddenAddress, openGuardedPost } from '../../src/service/guarded-post.ts';
import { openReceiver } from './open-receiver.ts';

const signal = new AbortController().signal;

it('does not go to an address in the URL that is not public', async () => {
  await using receiver = await openReceiver();
  await using way = openGuardedPost(new URL(receiver.url), { allowPrivate: false });
  await expect(way.post('x', {}, signal)).rejects.toBeInstanceOf(ForbiddenAddress);
  expect(receiver.connections()).toBe(0);
});

it('says whose kind of address it was, and not which', async () => {
  await using way = openGuardedPost(new URL('http://hook.example/'), {
    allowPrivate: false,
    resolve: async () => [{ address: '10.1.2.3', family: 4 }],
  });
  const error = await way.post('x', {}, signal).catch((one: unknown) => one);
  expect(error).toMatchObject({ reach: 'private' });
  expect(String(error)).not.toContain('10.1.2.3');
});

it('fails when a name leads nowhere', async () => {
  await using way = openGuardedPost(new URL('http://hook.example/'), { allowPrivate: true, resolve: async () => [] });
  await expect(way.post('x', {}, signal)).rejects.toMatchObject({ code: 'ENOTFOUND' });
});
