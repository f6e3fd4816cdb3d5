import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
let installed: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-packed-'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root });
  const [tarball = ''] = readdirSync(folder);
  execFileSync('tar', ['xzf', tarball], { cwd: folder });
  // As npm installs it: the package in node_modules, its dependencies beside it, nothing of the checkout.
  installed = join(folder, 'node_modules/lockstep');
  mkdirSync(join(folder, 'node_modules'));
  cpSync(join(folder, 'package'), installed, { recursive: true });
  for (const path of neededPackages()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(root, path), join(folder, path));
  }
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What npm installs with the package: no development dependency among them, so that a module which asks for one is found out. */
function neededPackages(): readonly string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: { readonly [path: string]: { readonly dev?: true; readonly optional?: true } };
  };
  return Object.entries(packages)
    .filter(([path, { dev, optional }]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && !dev && !optional)
    .map(([path]) => path);
}

function lockstep(...args: readonly string[]): string {
  const env = { PATH: process.env['PATH'], HOME: folder };
  return execFileSync(process.execPath, [join(installed, 'bin/lockstep.js'), ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('the package as it is installed, without the checkout', () => {
  test('holds what was built and no sources', () => {
    expect(existsSync(join(installed, 'dist/src/cli/main.js'))).toBe(true);
    expect(existsSync(join(installed, 'src'))).toBe(false);
    expect(readdirSync(installed)).not.toContain('test');
  });

  test('runs the demo from end to end: threads, renderers, schema and all', () => {
    lockstep('demo', '--out', 'demo');
    const report = JSON.parse(readFileSync(join(folder, 'demo/run/report.json'), 'utf8'));
    expect(report.totals.bands.high.clusters).toBeGreaterThan(5);
  });

  test('finds its statements for Neo4j', async () => {
    const { schemaSteps, statement } = await import(join(installed, 'dist/src/store/drivers/neo4j/statements.js'));
    expect(schemaSteps().length).toBeGreaterThan(5);
    expect(statement('edges/put-edges').text).toContain('UNWIND');
  });

  test('loads every module that it holds, so that none asks for what is not installed', async () => {
    const script = readdirSync(join(installed, 'dist'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.js') && !/-worker\.js$|cli\/main\.js$/.test(path))
      .map((path) => `await import(${JSON.stringify(join(installed, 'dist', path))});`)
      .join('\n');
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', `${script}\nprocess.exit(0)`], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(output).toBe('');
    expect(script.split('\n').length).toBeGreaterThan(100);
  });
});
