import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { parseDuration } from '../../config/duration.ts';
import type { Config } from '../../config/load-config.ts';
import { sayUnknown } from '../../config/nearest.ts';
import { LockstepError } from '../../model/errors.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { Json } from '../../model/stored-run.ts';
import { nextSlot } from '../../queue/next-slot.ts';
import { openConfiguredStore } from '../../service/open-configured-store.ts';
import { configOf } from '../config-flags.ts';
import { gather } from '../input-flags.ts';
import { oneOf } from '../one-of.ts';
import { print, say, table } from '../terminal.ts';

const KINDS = ['sweep', 'ingest', 'expire'] as const;

type SetFlags = {
  readonly at: string;
  readonly kind: string;
  readonly timezone?: string;
  readonly window?: string;
  readonly retention?: string;
  readonly source?: readonly string[];
  readonly layer?: readonly string[];
  readonly paused?: boolean;
  readonly dryRun?: boolean;
};

const EXAMPLES = `
Examples:
  lockstep schedule set pull --kind ingest --at "*/15 * * * *"
  lockstep schedule set nightly --at "0 2 * * *" --timezone Europe/Berlin --window 30d
  lockstep schedule set tidy --kind expire --at "30 5 * * *" --retention 90d
  lockstep schedule set nightly --at "0 2 * * *" --paused
  lockstep schedule list`;

/** `schedule set|list|remove`: what the workers do by themselves. */
export function addSchedule(program: Command): void {
  const command = program
    .command('schedule')
    .summary('sets, lists and removes what workers do by themselves')
    .description(
      'Runs that come again: nightly sweeps, pulls of sources, removal of old edges. Workers take them up within a minute.',
    )
    .addHelpText('after', EXAMPLES);
  const set = command
    .command('set')
    .argument('<id>', 'its name: letters, digits, -, _ and .')
    .summary('make or change a schedule')
    .requiredOption('--at <cron>', 'five fields: minute hour day month weekday')
    .option('--kind <kind>', `what it does: ${KINDS.join(', ')}`, 'sweep')
    .option('--window <duration>', 'sweep: how far back from its slot it looks (nightly_window without it)')
    .option('--layer <name:settings>', 'sweep: settings of a layer', gather)
    .option('--source <name>', 'ingest: a source of the config; all of them without it', gather)
    .option('--retention <duration>', 'expire: age at which timed edges go (retention without it)')
    .option('--paused', 'keep it, but let no slot fire')
    .option('--dry-run', 'say when it would fire next, change nothing')
    .action(async (id: string, flags: SetFlags) => {
      await setSchedule(id, flags, configOf(set, flags.layer));
    });
  const list = command
    .command('list')
    .summary('all schedules, with their next slot')
    .option('--json', 'print one JSON document a schedule and nothing else')
    .action(async (flags: { readonly json?: boolean }) => {
      await listSchedules(configOf(list), flags.json === true);
    });
  const remove = command
    .command('remove')
    .argument('<id>', 'its name')
    .summary('remove a schedule; its runs stay')
    .option('--dry-run', 'say whether there is one, change nothing')
    .action(async (id: string, flags: { readonly dryRun?: boolean }) => {
      await removeSchedule(id, configOf(remove), flags.dryRun === true);
    });
}

async function setSchedule(id: string, flags: SetFlags, config: Config): Promise<void> {
  if (!/^(?!\d+$)[A-Za-z0-9._-]{1,100}$/.test(id)) {
    throw new LockstepError(
      'usage',
      `"${id}" cannot name a schedule: use up to 100 letters, digits, "-", "_" and ".", not digits alone.`,
    );
  }
  const kind = oneOf('kind', flags.kind, KINDS);
  const { timezone } = config;
  const next = nextSlot(flags.at, timezone, Date.now());
  if (next === null) throw new LockstepError('usage', `"${flags.at}" never comes: name a day that exists.`);
  const schedule: Schedule = {
    id,
    pattern: flags.at,
    timezone,
    kind,
    params: paramsOf(kind, flags, config),
    isPaused: flags.paused === true,
  };
  if (flags.dryRun !== true) {
    await using store = await openConfiguredStore(config);
    await store.cases.putSchedule(schedule, userInfo().username);
  }
  const would = flags.dryRun === true ? 'would be' : 'is';
  print(
    `Schedule ${id} ${would} set: ${kind} ${flags.at} in ${timezone}, next ${new Date(next).toISOString()}${schedule.isPaused ? ', paused' : ''}.`,
  );
}

function paramsOf(kind: (typeof KINDS)[number], flags: SetFlags, config: Config): Json {
  const { window, retention, source } = flags;
  switch (kind) {
    case 'sweep':
      return {
        window_ms: window === undefined ? null : parseDuration(window),
        seed: config.seed,
        layers: [...config.layers].map(([name, choice]) => [name, { ...choice }]),
      };
    case 'ingest':
      for (const name of source ?? []) {
        if (!config.sources.has(name))
          throw new LockstepError('usage', sayUnknown('source', name, config.sources.keys()));
      }
      return { sources: source === undefined ? null : [...source] };
    case 'expire':
      return { retention_ms: retention === undefined ? null : parseDuration(retention) };
  }
}

async function listSchedules(config: Config, isJson: boolean): Promise<void> {
  await using store = await openConfiguredStore(config, { mustExist: true });
  const schedules = (await store.cases.schedules()).map((schedule) => ({
    ...schedule,
    next: schedule.isPaused ? null : nextSlot(schedule.pattern, schedule.timezone, Date.now()),
  }));
  if (isJson) {
    for (const { next, since, ...rest } of schedules) {
      print(JSON.stringify({ ...rest, since: instantOf(since), next: next === null ? null : instantOf(next) }));
    }
    return;
  }
  if (schedules.length === 0) say('There is no schedule: make one with "lockstep schedule set".');
  else {
    const rows = schedules.map(({ id, kind, pattern, timezone, next }) => [
      id,
      kind,
      pattern,
      timezone,
      next === null ? 'paused' : instantOf(next),
    ]);
    print(table([['schedule', 'kind', 'at', 'zone', 'next'], ...rows]));
  }
}

function instantOf(ms: number): string {
  return new Date(ms).toISOString();
}

async function removeSchedule(id: string, config: Config, isDry: boolean): Promise<void> {
  await using store = await openConfiguredStore(config, { mustExist: true });
  const known = (await store.cases.schedules()).map((schedule) => schedule.id);
  if (!known.includes(id)) throw new LockstepError('input-missing', sayUnknown('schedule', id, known));
  if (!isDry) await store.cases.removeSchedule(id, userInfo().username);
  print(isDry ? `Schedule ${id} would be removed.` : `Schedule ${id} is removed; its runs stay.`);
}
