import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findAuditBreak } from '../../src/model/audit.ts';
import { sha256 } from '../../src/service/hash.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { callHere, lockstep } from './lockstep.ts';
import { makeStoredRuns } from './stored-runs.ts';

const DAY_MS = 86_400_000;
let folder: string;
let url: string;

beforeEach(async () => {
  folder = makeMemoryFolder();
  url = `sqlite:${join(folder, 'store.db')}`;
  await makeStoredRuns(join(folder, 'store.db'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Words in single quotes stand together. */
const words = (line: string) => [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
const decide = (line: string, env: { readonly [name: string]: string } = {}) =>
  callHere(['decide', ...words(line)], { LOCKSTEP_STORE_URL: url, ...env });

async function look<T>(work: (store: Store) => Promise<T>): Promise<T> {
  await using store = await openStore(url);
  return await work(store);
}
const eventsOf = () => look(({ cases }) => cases.eventsAfter(0, 99));
const file = (text: string): string => {
  const path = join(folder, 'accounts.txt');
  writeFileSync(path, text);
  return path;
};

describe('a dismissal', () => {
  test('keeps the lineage quiet for as long as is usual, and says so in one document', async () => {
    const before = Date.now();
    const { status, stdout, stderr } = await lockstep(
      ['decide', '1', '--verdict', 'false_positive', '--reason', 'a household', '--reviewer', 'rita', '--json'],
      { cwd: folder, env: { LOCKSTEP_STORE_URL: url, LOCKSTEP_DISMISS_FOR: '10d' } },
    );
    expect([status, stderr]).toEqual([0, '']);
    const said = JSON.parse(stdout);
    expect(said).toMatchObject({
      version: 1,
      verdict: 'false_positive',
      action: 'none',
      reviewer: 'rita',
      recorded: true,
    });
    const until = Date.parse(said.dismissed_until);
    expect([until >= before + 10 * DAY_MS, until < Date.now() + 10 * DAY_MS]).toEqual([true, true]);
    const [first] = (await look(({ cases }) => cases.priorOf(Date.now(), 0))).previous;
    expect(first).toMatchObject({ lineage_id: 'L', snoozed_until: said.dismissed_until });
    const { stdout: list } = await callHere(['clusters'], { LOCKSTEP_STORE_URL: url });
    expect(list).toContain(`dismissed until ${said.dismissed_until.slice(0, 10)}`);
  });

  test('holds until the time that is given', async () => {
    const { stdout } = await decide('1 --verdict benign_coordination --reason fans --until 2090-01-01 --json');
    expect(JSON.parse(stdout).dismissed_until).toBe('2090-01-01T00:00:00.000Z');
  });

  test('ends with the next verdict that dismisses nothing', async () => {
    await decide('1 --verdict false_positive --reason household');
    expect(await look(({ cases }) => cases.dismissals(Date.now()))).toHaveLength(1);
    await decide("1 --verdict escalated --reason 'not so sure'");
    expect(await look(({ cases }) => cases.dismissals(Date.now()))).toEqual([]);
  });

  test('takes back what was asked for since the last one, and tells enforcement', async () => {
    await decide('1 --verdict confirmed_coordinated --reason bots --action restrict');
    await decide('1 --verdict confirmed_coordinated --reason bots --action takedown --policy spam-2');
    await decide('1 --verdict suspicious_keep_watching --reason hm');
    const { stdout } = await decide('1 --verdict false_positive --reason sorry');
    expect(stdout).toMatch(/The restrict of decision 1 is taken back\.\nThe takedown of decision 2 is taken back\.\n$/);
    const events = (await eventsOf()).map(({ type, data }) => [
      type,
      (data as { reverses?: { action: string } }).reverses?.action,
    ]);
    expect(events.slice(-3)).toEqual([
      ['lockstep.decision.recorded.v1', undefined],
      ['lockstep.decision.reversed.v1', 'restrict'],
      ['lockstep.decision.reversed.v1', 'takedown'],
    ]);
    expect((await decide('1 --verdict false_positive --reason again')).stdout).not.toContain('taken back');
  });
});

describe('a decision', () => {
  test('is kept with its reason, reviewer and report, in the chain and the outbox', async () => {
    await decide("1 --verdict escalated --reason 'looks state-run' --policy ops-1");
    const [decision] = await look(({ cases }) => cases.decisionsOn('L'));
    expect(decision).toMatchObject({
      verdict: 'escalated',
      action: 'none',
      reason: 'looks state-run',
      policy: 'ops-1',
      accounts: null,
      reportId: 'report of a run',
      reviewer: expect.stringMatching(/./),
    });
    expect(await eventsOf()).toMatchObject([
      { type: 'lockstep.decision.recorded.v1', subject: 'L', data: { decision_id: decision?.id, covers: 'all' } },
    ]);
    const chain = await look(({ cases }) => cases.auditAfter(0, 99));
    expect(chain.at(-1)).toMatchObject({ action: 'decision.recorded' });
    expect(findAuditBreak(sha256, chain)).toBeNull();
  });

  test('goes with the lineage: the cluster of a later run shows it', async () => {
    await decide('1 --run nightly-0101 --verdict needs_more_data --reason hm');
    const { stdout } = await callHere(['clusters', 'show', '1', '--json'], { LOCKSTEP_STORE_URL: url });
    expect(JSON.parse(stdout)).toMatchObject({ run_id: 'nightly-0102', decisions: [{ verdict: 'needs_more_data' }] });
  });

  test('needs to know the one before it where a version is given', async () => {
    expect((await decide('1 --verdict escalated --reason hm --expected-version 0')).status).toBe(0);
    for (const dry of ['', ' --dry-run']) {
      const late = await decide(`1 --verdict false_positive --reason no --expected-version 0${dry}`);
      expect([late.status, late.stderr]).toEqual([6, expect.stringMatching(/has 1 decisions and you saw 0/)]);
    }
    expect((await decide('1 --verdict false_positive --reason no --expected-version 1')).status).toBe(0);
  });

  test('writes nothing in a dry run', async () => {
    const { status, stdout } = await decide(
      '1 --verdict confirmed_coordinated --reason bots --action takedown --dry-run',
    );
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^Would record decision 1 on cluster [0-9a-f]{16}: confirmed_coordinated, takedown asked for, 5 accounts\.\nThe cluster is rank 1 of run nightly-0102: 6 accounts share a device; ann leads\.\n$/,
      ),
    ]);
    expect(await look(({ cases }) => cases.decisionsOn('L'))).toEqual([]);
    expect(await eventsOf()).toEqual([]);
  });
});

describe('an action', () => {
  const takedown = '1 --verdict confirmed_coordinated --reason bots --action takedown';

  test('covers all members but the bystanders', async () => {
    const { stdout } = await decide(`${takedown} --json`);
    expect(JSON.parse(stdout)).toMatchObject({ action: 'takedown', accounts: null, accounts_total: 5 });
    expect((await eventsOf())[0]?.data).toMatchObject({ covers: 'all', accounts: null });
  });

  test('covers the accounts of a file, one a line or a column of CSV', async () => {
    const plain = JSON.parse(
      (await decide(`${takedown} --accounts-file ${file('ann\r\nbob\n\nann\n')} --json`)).stdout,
    );
    expect([plain.accounts, plain.accounts_total]).toEqual([['ann', 'bob'], 2]);
    const csv = file('cluster_id,account_id,tier\nx,"cem",core\nx,joy,core\n');
    expect(JSON.parse((await decide(`${takedown} --accounts-file ${csv} --json`)).stdout).accounts).toEqual([
      'cem',
      'joy',
    ]);
  });

  test('is refused on a bystander, a stranger and anybody on the allowlist, and nothing is recorded', async () => {
    const refused = async (text: string) => {
      const { status, stdout, stderr } = await decide(`${takedown} --accounts-file ${file(text)}`);
      return [status, stdout, stderr];
    };
    expect(await refused('ann\neve\n')).toEqual([
      5,
      '',
      'lockstep: Account eve is only a bystander of the cluster, which no takedown names: take them out of the list.\n',
    ]);
    expect(await refused('ann\nzoe\nyan\n')).toEqual([
      2,
      '',
      expect.stringMatching(/^lockstep: 2 accounts \(zoe, yan\) are not in cluster [0-9a-f]{16}: /),
    ]);
    await callHere(['allow', 'add', '--account', 'bob', '--reason', 'press'], { LOCKSTEP_STORE_URL: url });
    const allowed =
      'lockstep: Account bob is on the allowlist, which no takedown may touch: name the others with --accounts-file, or end the allowance first.\n';
    expect(await refused('ann\nbob\n')).toEqual([5, '', allowed]);
    expect(await decide(takedown)).toEqual({ status: 5, stdout: '', stderr: allowed });
    expect(await look(({ cases }) => cases.decisionsOn('L'))).toEqual([]);
    expect((await refused('ann\ncem\n'))[0]).toBe(0);
  });

  test('may touch an account whose allowance has run out', async () => {
    await look(({ cases }) =>
      cases.allow({ kind: 'account', layer: null, id: 'bob', reason: 'x', author: 'x', until: '2026-01-01T00:00:00Z' }),
    );
    expect((await decide(takedown)).status).toBe(0);
  });
});

test.each([
  ['1 --verdict false_postive --reason x', 'Unknown verdict "false_postive": did you mean "false_positive"?'],
  ['1 --verdict escalated --reason x --action takdown', 'Unknown action "takdown": did you mean "takedown"?'],
  ["1 --verdict escalated --reason ' '", '--reason is empty: say in a sentence why you decide so.'],
  ['1 --verdict escalated', 'Required option \'--reason <text>\' not specified: see "lockstep decide --help".'],
  [
    '1 --verdict false_positive --reason x --action takedown',
    'The verdict false_positive goes with monitor, none, not with takedown: choose the action or the verdict anew.',
  ],
  [
    '1 --verdict escalated --reason x --until 2090-01-01',
    '--until says how long a cluster is dismissed, which escalated does not do.',
  ],
  [
    '1 --verdict false_positive --reason x --until 2020-01-01',
    '--until lies in the past: the cluster would not be dismissed.',
  ],
  [
    '1 --verdict escalated --reason x --expected-version no',
    '--expected-version "no" must be a whole number from 0 on.',
  ],
  [
    '1 --verdict escalated --reason x --accounts-file gone',
    'The file of accounts gone cannot be read: check its path.',
  ],
])('decide %s is refused', async (line, sentence) => {
  expect(await decide(line)).toEqual({ status: 2, stdout: '', stderr: `lockstep: ${sentence}\n` });
});
