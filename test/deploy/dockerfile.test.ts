import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const root = fileURLToPath(new URL('../..', import.meta.url));
const lines = readFileSync(join(root, 'Dockerfile'), 'utf8')
  .replaceAll(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
const valuesOf = (word: string, list = lines): readonly string[] =>
  list.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));

test('each stage stands on the Node that the package asks for', () => {
  const major = /(\d+)/.exec(packageJson.engines.node)?.[1];
  for (const from of valuesOf('FROM')) expect(from).toMatch(new RegExp(`^node:${major}-slim( AS \\w+)?$`));
});

test('the image holds what the published package needs to run', () => {
  const copied = valuesOf('COPY', last).flatMap((line) =>
    line
      .replace(/^--from=\w+ /, '')
      .split(' ')
      .slice(0, -1),
  );
  // The rest is for readers.
  for (const name of packageJson.files.filter((file) => !['docs', 'CHANGELOG.md'].includes(file))) {
    expect(copied.some((path) => path === name || path === `/app/${name}`)).toBe(true);
  }
});

test('what is copied from here is there, and .dockerignore lets it through', () => {
  const ignore = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
  expect(ignore[0]).toBe('*');
  const copied = valuesOf('COPY').filter((line) => !line.startsWith('--from'));
  for (const path of copied.flatMap((line) => line.split(' ').slice(0, -1))) {
    expect([path, existsSync(join(root, path))]).toEqual([path, true]);
    expect(ignore).toContain(`!${path}`);
  }
});

test('it runs as nobody of weight, with its data in a volume that is this user’s', () => {
  const user = last.indexOf('USER node');
  expect(user).toBeGreaterThan(0);
  expect(last.slice(user).some((line) => line.startsWith('RUN'))).toBe(false);
  expect(valuesOf('VOLUME', last)).toEqual(['/data']);
  expect(valuesOf('WORKDIR', last).at(-1)).toBe('/data');
  expect(last.some((line) => line.includes('chown node:node /data'))).toBe(true);
});

test('its health is that of /healthz, on the port that the setting names', async () => {
  const [check = ''] = valuesOf('HEALTHCHECK', last);
  const [, ...args] = JSON.parse(check.slice(check.indexOf('CMD ') + 4)) as readonly string[];
  let status = 200;
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  const exitCode = () =>
    new Promise((resolve) => {
      const env = { LOCKSTEP_HTTP_PORT: String(port) };
      spawn(process.execPath, args, { env, stdio: 'ignore' }).on('exit', resolve);
    });
  expect(await exitCode()).toBe(0);
  status = 503;
  expect(await exitCode()).toBe(1);
  await new Promise((resolve) => server.close(resolve));
  expect(await exitCode()).toBe(1);
  expect(asked).toEqual(['/healthz', '/healthz']);
});
