import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from '../../src/cli/program.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { queueKind } from '../../src/queue/queue-url.ts';
import { parsePseudonymKeys } from '../../src/source/pseudonym-keys.ts';

type Service = {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: { readonly [name: string]: string };
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly restart?: string;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly depends_on?: { readonly [name: string]: { readonly condition: string } };
};

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const compose: {
  readonly version?: string;
  readonly services: { readonly [name: string]: Service };
  readonly secrets: { readonly [name: string]: { readonly file: string } };
  readonly volumes: object;
} = parse(read('docker-compose.yml'), { merge: true });
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);
const { neo4j, redis, worker, migrate } = compose.services;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-compose-'));
  execFileSync(join(root, 'deploy/make-secrets.sh'), [folder]);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The config that a process of ours starts with, on this machine's copies of the files that the container has. */
function configOf({ environment = {} }: Service) {
  const env = Object.entries(environment).map(([name, value]) => [
    name,
    value.replace('/run/secrets', folder).replace('/etc/lockstep/lockstep.yaml', join(root, 'deploy/lockstep.yaml')),
  ]);
  return loadConfig({}, Object.fromEntries(env));
}

describe('docker-compose.yml', () => {
  const hasCompose = (process.env['PATH'] ?? '').split(':').some((path) => existsSync(join(path, 'docker-compose')));

  test.runIf(hasCompose)('is a file that docker-compose takes', () => {
    execFileSync('docker-compose', ['config', '-q'], { cwd: root });
  });

  test('says no version, which newer engines warn of', () => {
    expect(compose.version).toBeUndefined();
  });

  test('sets of our processes what the settings know, secrets and config file included', () => {
    for (const [, service] of ours) {
      const config = configOf(service);
      expect(config.store_url).toBe('bolt://neo4j:7687');
      expect(queueKind(config.queue_url)).toBe('redis');
      expect(config.neo4j_password?.reveal()).toHaveLength(48);
      expect(parsePseudonymKeys(config.pseudonym_key?.reveal() ?? '')).toBeDefined();
      expect([...config.sources.keys()]).toEqual(['drop']);
    }
    expect(ours.map(([name]) => name).sort()).toEqual(['migrate', 'worker']);
  });

  test('starts verbs that there are', () => {
    const verbs = createProgram().commands.map((command) => command.name());
    for (const [, { command = [] }] of ours) expect(verbs).toContain(command[0]);
  });

  test('names servers and volumes that are there', () => {
    const config = configOf(worker ?? {});
    for (const url of [config.store_url, config.queue_url])
      expect(compose.services).toHaveProperty(new URL(url).hostname);
    for (const [, { volumes = [], secrets = [], depends_on = {} }] of services) {
      for (const volume of volumes) {
        const [from = ''] = volume.split(':');
        if (!from.startsWith('.')) expect(compose.volumes).toHaveProperty(from);
      }
      for (const secret of secrets) expect(compose.secrets).toHaveProperty(secret);
      for (const name of Object.keys(depends_on)) expect(compose.services).toHaveProperty(name);
    }
  });

  test('hands secrets over as files only, each listed where it is read', () => {
    for (const [, { environment = {}, secrets = [] }] of services) {
      for (const [name, value] of Object.entries(environment)) {
        const isSecret = /PASSWORD|SECRET|AUTH|PSEUDONYM_KEY/.test(name);
        if (!isSecret) continue;
        expect(name).toMatch(/_FILE$/);
        expect(secrets).toContain(/^\/run\/secrets\/(\w+)$/.exec(value)?.[1]);
      }
    }
    expect(read('.gitignore').split('\n')).toContain('deploy/secrets/');
  });

  test('publishes every port on this machine only', () => {
    const ports = services.flatMap(([, { ports: list = [] }]) => list);
    expect(ports.length).toBeGreaterThan(2);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+(-\d+)?:\d+$/);
  });

  test('publishes the port that a worker listens on', () => {
    const config = configOf(worker ?? {});
    expect(worker?.ports?.map((port) => Number(port.split(':').at(-1)))).toEqual([config.http_port]);
    // A container's loopback is nobody else's.
    expect(config.http_host).toBe('0.0.0.0');
  });

  test('starts Redis with the flags that the tests hold it to', () => {
    const script = read('test/servers/start-redis.sh').replaceAll('\\\n', ' ');
    const flags = /--bind 127\.0\.0\.1 (.*?) \$\{REDIS_FLAGS/.exec(script)?.[1] ?? '';
    const words = flags.split(/\s+/).map((word) => (word === "''" ? '' : word));
    expect(words).toHaveLength(8);
    expect(redis?.command).toEqual(['redis-server', ...words]);
    expect(redis?.image).toMatch(/^redis:7\b/);
    expect(redis?.volumes).toEqual(['redis:/data']);
  });

  test('runs the edition and the release of Neo4j that the tests run', () => {
    const release = /<neo4j\.version>(\d+\.\d+)\.\d+</.exec(read('test/servers/pom.xml'))?.[1];
    expect(neo4j?.image).toBe(`neo4j:${release}-community`);
  });

  test('waits for servers that are well and for a schema that is in', () => {
    expect(migrate?.depends_on?.['neo4j']?.condition).toBe('service_healthy');
    expect(worker?.depends_on?.['migrate']?.condition).toBe('service_completed_successfully');
    expect(worker?.depends_on?.['redis']?.condition).toBe('service_healthy');
  });

  test('starts what lasts again when it ends, and looks after its health', () => {
    for (const [name, { restart, healthcheck, build }] of services) {
      if (name === 'migrate') continue;
      expect([name, restart]).toEqual([name, 'unless-stopped']);
      // Ours is looked after by the image.
      expect([name, healthcheck?.test !== undefined || build !== undefined]).toEqual([name, true]);
    }
  });
});

describe('deploy/make-secrets.sh', () => {
  test('makes a password that both sides share, closed to others by the folder', () => {
    const secret = (name: string) => readFileSync(join(folder, name), 'utf8');
    expect(secret('neo4j_auth')).toBe(`neo4j/${secret('neo4j_password')}`);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const { file } of Object.values(compose.secrets)) {
      expect(existsSync(file.replace('./deploy/secrets', folder))).toBe(true);
    }
  });

  test('keeps what is there', () => {
    writeFileSync(join(folder, 'pseudonym_key'), 'v2:kept');
    const password = readFileSync(join(folder, 'neo4j_password'), 'utf8');
    execFileSync(join(root, 'deploy/make-secrets.sh'), [folder]);
    expect(readFileSync(join(folder, 'pseudonym_key'), 'utf8')).toBe('v2:kept');
    expect(readFileSync(join(folder, 'neo4j_password'), 'utf8')).toBe(password);
  });
});
