import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestsOf } from '../service/store-with-edges.ts';
import { type Answer, callHere } from './lockstep.ts';
import { HEADER, smallCampaign } from './small-campaign.ts';

let folder: string;
let env: { readonly [name: string]: string };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-verbs-'));
  writeFileSync(join(folder, 'edges.csv'), `${HEADER}${smallCampaign().join('\n')}\nbroken,link,page,never\n`);
  env = { LOCKSTEP_STORE_URL: `sqlite:${join(folder, 'store.db')}`, LOCKSTEP_DATA_DIR: join(folder, 'data') };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const call = (...args: string[]): Promise<Answer> => callHere(args, env);
const edges = (): string => join(folder, 'edges.csv');

describe('from a file to findings over the store', () => {
  it('ingest takes in what is new, puts rejected rows aside, and takes nothing in twice', async () => {
    const first = await call('ingest', edges(), '--json');
    const { sources, rejects } = JSON.parse(first.stdout);
    expect(first.status).toBe(0);
    expect(sources[0]).toMatchObject({ rows: 3_745, rejected: 1, parts: 1 });
    expect(rejects).toContain(join(folder, 'data', 'rejects'));
    writeFileSync(join(folder, 'again.csv'), `${HEADER}${smallCampaign().toReversed().join('\n')}\n`);
    const again = JSON.parse((await call('ingest', join(folder, 'again.csv'), '--json')).stdout);
    expect(again.sources[0]).toMatchObject({ rows: 3_744, added: 0 });
  });

  it('sweep without a file finds what sweep with the file finds, to the byte', async () => {
    expect((await call('sweep', '--out', join(folder, 'stored'))).status).toBe(0);
    expect((await call('sweep', edges(), '--out', join(folder, 'once'))).status).toBe(0);
    expect(digestsOf(join(folder, 'stored'))).toEqual(digestsOf(join(folder, 'once')));
  });

  it('an ad-hoc job says first where the accounts that were asked about came out, and that nothing is gone', async () => {
    const { status, stdout, stderr } = await call('cluster', '--seed-account', 'ring3', '--seed-account', 'user7');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^ring3 is in the core of cluster 1 \(high, 12 accounts\)\.\nuser7 is in no cluster: .*\n\nlayer /,
    );
    expect(stderr).toContain('stands at the head of the report');
    const [line = ''] = (await call('runs', 'list', '--kind', 'cluster', '--json')).stdout.split('\n');
    const { stdout: shown } = await call('runs', 'show', JSON.parse(line).run_id, '--json');
    expect(JSON.parse(shown)).toMatchObject({ kind: 'cluster', changes: null });
  });

  it('a run that is only queued waits for a worker', async () => {
    const { status, stdout } = await call('sweep', '--queue');
    expect(status).toBe(0);
    const id = stdout.trim();
    expect((await call('jobs', 'list')).stdout).toContain(id);
    expect((await call('jobs', 'cancel', id)).stdout).toBe(`Run ${id} is cancelled.\n`);
    expect((await call('jobs', 'list')).stdout).not.toContain(id);
    expect((await call('jobs', 'retry', id)).status).toBe(0);
    expect((await call('jobs', 'cancel', id)).status).toBe(0);
  });

  it.each([
    ['sweep --queue edges.csv', 2, 'Files are swept here'],
    ['sweep --wait', 2, '--wait follows a run that workers do'],
    ['sweep --map account=user', 2, '--map is for sweeps over files'],
    ['ingest -', 2, 'cannot be read again after a fault'],
    ['ingest', 2, 'The config names no source'],
    ['schedule set nightly --at often', 2, '"often" is no cron pattern'],
    ['schedule set nightly --at "0 2 31 2 *"', 2, 'never comes'],
    ['schedule remove nothing', 2, 'Unknown schedule'],
    ['jobs cancel nothing', 2, 'There is no run nothing'],
  ])('lockstep %s is one sentence', async (line, status, sentence) => {
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    const answer = await call(...words);
    expect(answer).toMatchObject({ status, stdout: '', stderr: expect.stringContaining(sentence) });
    expect(answer.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('schedules are set, listed with their next slot, and removed', async () => {
    expect((await call('schedule', 'set', 'nightly', '--at', '0 2 * * *', '--window', '7d')).status).toBe(0);
    const [line] = (await call('schedule', 'list', '--json')).stdout.trim().split('\n');
    expect(JSON.parse(line ?? '')).toMatchObject({
      id: 'nightly',
      kind: 'sweep',
      params: { window_ms: 7 * 86_400_000 },
      next: expect.stringMatching(/T02:00:00\.000Z$/),
    });
    expect((await call('schedule', 'remove', 'nightly')).stdout).toContain('is removed');
    expect((await call('schedule', 'list')).stdout).toBe('');
  });
});
