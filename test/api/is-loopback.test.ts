import { expect, test } from 'vitest';
import { isLoopback } from '../../src/api/is-loopback.ts';

test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost', '::ffff:127.0.0.1'])('%s is this machine alone', (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each(['0.0.0.0', '::', '10.0.0.1', '128.0.0.1', '2001:db8::1', 'localhost.example', '127.0.0.1.example', ''])(
  '"%s" is not',
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);
