import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { completeLockfile, type Lockfile, missingBuilds } from './complete-lockfile.ts';

test('the lockfile names the builds for every platform, or npm ci would refuse it (npm run lockfile)', () => {
  const lockfile: Lockfile = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
  expect([...missingBuilds(lockfile).keys()]).toEqual([]);
});

test('a build that npm has left out is added, as optional and for its platform alone', () => {
  const parent = {
    version: '2.0.0',
    dev: true,
    optionalDependencies: { '@x/cli-linux-arm64-musl': '2.0.0', '@x/cli-darwin-x64': '2.0.0' },
  };
  const known = { version: '2.0.0', optional: true };
  const before = { packages: { 'node_modules/@x/cli': parent, 'node_modules/@x/cli-darwin-x64': known } };
  expect(completeLockfile(before).packages).toEqual({
    ...before.packages,
    'node_modules/@x/cli-linux-arm64-musl': {
      version: '2.0.0',
      cpu: ['arm64'],
      os: ['linux'],
      libc: ['musl'],
      dev: true,
      optional: true,
    },
  });
});

test('a nested build counts as there, and a range is left to npm', () => {
  const packages = {
    'node_modules/a': { optionalDependencies: { b: '1.0.0', fsevents: '^2.3.0' } },
    'node_modules/a/node_modules/b': { version: '1.0.0' },
  };
  expect(missingBuilds({ packages }).size).toBe(0);
});
