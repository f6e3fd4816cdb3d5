import { describe, expect, it } from 'vitest';
import { loadDriver } from '../../src/queue/load-driver.ts';
import { failureOf } from './failure-of.ts';

describe('loadDriver', () => {
  it('says how to install a package that is missing', async () => {
    // By a variable, so that nobody looks for it before the line runs.
    const name = 'a-package-that-nobody-has';
    const error = await failureOf(loadDriver(() => import(name)));
    expect([error.code, error.message]).toEqual(['config', expect.stringContaining('run "npm ci"')]);
  });

  it('leaves any other error of a driver as it is', async () => {
    await expect(loadDriver(() => Promise.reject(new TypeError('a mistake')))).rejects.toThrow(TypeError);
  });
});
