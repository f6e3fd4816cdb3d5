import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { Config } from '../../config/load-config.ts';
import type { Allowance } from '../../model/case.ts';
import { LockstepError } from '../../model/errors.ts';
import { allowlistChanged } from '../../report/events/allowlist-event.ts';
import { findAllowance } from '../../service/find-allowance.ts';
import { sha256 } from '../../service/hash.ts';
import { type AllowanceRequest, planAllowance } from '../../service/plan-allowance.ts';
import type { Store } from '../../store/store.ts';
import { parseInstant } from '../parse-instant.ts';
import { print, printJson, printJsonLines, say, shown, table } from '../terminal.ts';
import { useStore } from '../use-store.ts';
import { userName } from '../user-name.ts';

type AddFlags = {
  readonly account?: string;
  readonly entity?: string;
  readonly layer?: string;
  readonly reason: string;
  readonly until?: string;
  readonly author?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
};
type ExpireFlags = { readonly author?: string; readonly json?: boolean; readonly dryRun?: boolean };

const EXAMPLES = `
Who is allowed leaves a sweep before anything is compared, and no takedown may name them. Devices and addresses are given as the
source has them; they are kept under the key, as on ingest.

Examples:
  lockstep allow
  lockstep allow add --account press-office --reason "our own press team" --until 2026-12-31
  lockstep allow add --entity 192.0.2.7 --layer ip --reason "a university's exit"
  lockstep allow expire 3f2a9c`;

export function addAllow(program: Command): void {
  const allow = program
    .command('allow')
    .summary('accounts and entities known to be innocent')
    .description('Lists the allowlist, adds to it, or ends an entry; each has a reason, an author and mostly an end.')
    .addHelpText('after', EXAMPLES);
  addList(allow);
  addAdd(allow);
  addExpire(allow);
}

function addList(allow: Command): void {
  const command = allow
    .command('list', { isDefault: true })
    .summary('list the allowlist')
    .description('Lists who and what is allowed, expired entries too.')
    .option('--json', 'print one JSON document a line and nothing else')
    .action(async (flags: { readonly json?: boolean }) => {
      const allowances = await useStore(command, ({ cases }) => cases.allowances());
      const lines = allowances.map((allowance) => describe(allowance, Date.now()));
      if (flags.json === true) printJsonLines(lines);
      else printAllowances(lines);
    });
}

function addAdd(allow: Command): void {
  const command = allow
    .command('add')
    .summary('allow an account or an entity')
    .description('Allows an account, or an entity in one layer or in all.')
    .option('--account <id>', 'an account')
    .option('--entity <id>', 'an entity, as its source writes it')
    .option('--layer <name>', 'the layer of the entity; every layer without it')
    .requiredOption('--reason <text>', 'why it is innocent')
    .option('--until <time>', 'when that ends; for ever without it')
    .option('--author <name>', 'who says so; the user of the operating system without it')
    .option('--json', 'print one JSON document and nothing else')
    .option('--dry-run', 'check everything, allow nothing')
    .action((flags: AddFlags) => {
      const isDry = flags.dryRun === true;
      const add = async ({ cases }: Store, config: Config): Promise<void> => {
        const entry = planAllowance(requestOf(flags, config), config, Date.now());
        if (entry.kind === 'entity' && entry.layer === null && config.pseudonym_key !== null)
          say('Devices and addresses are kept under a key: name their --layer, or this matches none of them.');
        const event = allowlistChanged({ id: randomUUID(), change: 'added', entry }, sha256);
        const allowance = isDry ? { ...entry, key: '', at: Date.now() } : await cases.allow(entry, [event]);
        if (flags.json === true) printJson({ ...describe(allowance, Date.now()), recorded: !isDry });
        else print(`${isDry ? 'Would allow' : `Allowed under the key ${allowance.key}:`} ${sayWhom(allowance)}.`);
      };
      return useStore(command, add, isDry);
    });
}

function addExpire(allow: Command): void {
  const command = allow
    .command('expire')
    .argument('<key>', 'the key of an entry, or its beginning')
    .summary('end an entry')
    .description('Ends an entry of the allowlist now.')
    .option('--author <name>', 'who ends it; the user of the operating system without it')
    .option('--json', 'print one JSON document and nothing else')
    .option('--dry-run', 'say what would end, end nothing')
    .action((name: string, flags: ExpireFlags) => {
      const isDry = flags.dryRun === true;
      const expire = async ({ cases }: Store): Promise<void> => {
        const allowance = await findAllowance(cases, name);
        const author = userName('--author', flags.author);
        const event = allowlistChanged({ id: randomUUID(), change: 'ended', entry: { ...allowance, author } }, sha256);
        if (!isDry) await cases.endAllowance(allowance.key, author, [event]);
        if (flags.json === true) printJson({ ...describe(allowance, Date.now()), ended: !isDry });
        else print(`${isDry ? 'Would end' : 'Ended'} the allowance of ${sayWhom(allowance)}.`);
      };
      return useStore(command, expire, isDry);
    });
}

function requestOf(flags: AddFlags, config: Config): AllowanceRequest {
  const { account, entity, layer, reason, until } = flags;
  if ((account === undefined) === (entity === undefined)) {
    throw new LockstepError('usage', 'Name either an account with --account or an entity with --entity.');
  }
  if (account !== undefined && layer !== undefined) {
    throw new LockstepError('usage', '--layer belongs to --entity: an account is allowed in every layer.');
  }
  return {
    kind: account === undefined ? 'entity' : 'account',
    id: account ?? entity ?? '',
    layer: layer ?? null,
    reason,
    author: userName('--author', flags.author),
    until: until === undefined ? null : parseInstant('--until', until, config.timezone),
  };
}

function describe({ key, kind, layer, id, reason, author, until, at }: Allowance, now: number) {
  const expired = until !== null && Date.parse(until) <= now;
  return { key, kind, layer, id, reason, author, until, added_at: new Date(at).toISOString(), expired };
}

function sayWhom({ kind, id, layer, until }: Allowance): string {
  const where = kind === 'account' ? '' : ` in ${layer === null ? 'every layer' : `layer ${shown(layer)}`}`;
  return `${kind} ${shown(id)}${where}, ${until === null ? 'for ever' : `until ${until}`}`;
}

function printAllowances(lines: readonly ReturnType<typeof describe>[]): void {
  if (lines.length === 0) {
    print('Nobody is allowed.');
    return;
  }
  print(
    table([
      ['key', 'what', 'id', 'layer', 'until', 'author', 'reason'],
      ...lines.map(({ key, kind, id, layer, until, author, reason, expired }) => [
        key,
        kind,
        shown(id),
        kind === 'account' ? '' : shown(layer ?? 'every'),
        `${until ?? 'for ever'}${expired ? ' (expired)' : ''}`,
        shown(author),
        shown(reason),
      ]),
    ]),
  );
}
