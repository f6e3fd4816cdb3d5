import type { Command } from 'commander';
import { LockstepError } from '../../model/errors.ts';
import { listSinks, type SinkStanding } from '../../service/list-sinks.ts';
import type { CaseStore } from '../../store/case-store.ts';
import { count, print, printJson, printJsonLines, shown, table, when } from '../terminal.ts';
import { useStore } from '../use-store.ts';
import { userName } from '../user-name.ts';

type ListFlags = { readonly json?: boolean };
type WriteFlags = { readonly actor?: string; readonly json?: boolean; readonly dryRun?: boolean };

const EXAMPLES = `
Sinks are "webhook" and "stream". An event that was tried in vain for a day or two is dead: it waits until you have it delivered
again, and does not hold up those behind it. A receiver that answers 410 stops its sink.

Examples:
  lockstep events
  lockstep events redeliver webhook evt_9c3113f2ebcdf9680c7e15d56f1cfd45
  lockstep events redeliver webhook
  lockstep events start webhook`;

/** `lockstep events list|redeliver|start`: what has not reached those who are told, and what to do about it. */
export function addEvents(program: Command): void {
  const events = program
    .command('events')
    .summary('events that wait or were given up: list, redeliver, start')
    .description('Shows which events have not reached the webhook and the stream, and sends them again.')
    .addHelpText('after', EXAMPLES);
  addList(events);
  addRedeliver(events);
  addStart(events);
}

function addList(events: Command): void {
  const command = events
    .command('list', { isDefault: true })
    .summary('list the sinks with what waits for them and what was given up')
    .option('--json', 'print one JSON document a sink and nothing else')
    .action(async (flags: ListFlags) => {
      const sinks = await useStore(command, ({ cases }, config) => listSinks(cases, config));
      if (flags.json === true) printJsonLines(sinks.map(describeSink));
      else printSinks(sinks);
    });
}

function addRedeliver(events: Command): void {
  const command = events
    .command('redeliver')
    .argument('<sink>', 'webhook or stream')
    .argument('[event]', 'its id; all that were given up without it')
    .summary('have events that were given up delivered again');
  addWriteFlags(command).action((sink: string, id: string | undefined, flags: WriteFlags) => {
    const isDry = flags.dryRun === true;
    const redeliver = async (cases: CaseStore): Promise<void> => {
      const dead = (await cases.deliveries(sink)).filter(
        ({ isDead, eventId }) => isDead && (id ?? eventId) === eventId,
      );
      if (id !== undefined && dead.length === 0) {
        throw new LockstepError(
          'conflict',
          `Sink ${shown(sink)} has not given up an event ${shown(id)}: "lockstep events" lists those it has.`,
        );
      }
      const actor = userName('--actor', flags.actor);
      if (!isDry) for (const { eventId } of dead) await cases.redeliver(sink, eventId, actor);
      if (flags.json === true) printJson({ sink, events: dead.map(({ eventId }) => eventId), redelivered: !isDry });
      else
        print(`${isDry ? 'Would deliver' : 'Workers deliver'} ${count(dead.length)} events again to ${shown(sink)}.`);
    };
    return useStore(command, ({ cases }) => redeliver(cases), isDry);
  });
}

function addStart(events: Command): void {
  const command = events
    .command('start')
    .argument('<sink>', 'webhook or stream')
    .summary('send events again to a sink that has refused them');
  addWriteFlags(command).action((sink: string, flags: WriteFlags) => {
    const isDry = flags.dryRun === true;
    const start = async (cases: CaseStore): Promise<void> => {
      const isStopped = (await cases.stoppedSinks()).some((one) => one.sink === sink);
      if (!isStopped) {
        throw new LockstepError('conflict', `Sink ${shown(sink)} is not stopped: "lockstep events" lists the sinks.`);
      }
      const actor = userName('--actor', flags.actor);
      if (!isDry) await cases.startSink(sink, actor);
      if (flags.json === true) printJson({ sink, started: !isDry });
      else print(`Sink ${shown(sink)} ${isDry ? 'would be' : 'is'} started, from where it stood.`);
    };
    return useStore(command, ({ cases }) => start(cases), isDry);
  });
}

function addWriteFlags(command: Command): Command {
  return command
    .option('--actor <name>', 'who does it; the user of the operating system without it')
    .option('--json', 'print one JSON document and nothing else')
    .option('--dry-run', 'say what would be done, do nothing');
}

function describeSink({ sink, isConfigured, pending, dead, stopped }: SinkStanding) {
  return {
    sink,
    configured: isConfigured,
    pending,
    dead: dead.map(({ eventId, attempts, lastError }) => ({ event_id: eventId, attempts, last_error: lastError })),
    stopped: stopped === null ? null : { since: new Date(stopped.at).toISOString(), why: stopped.why },
  };
}

function printSinks(sinks: readonly SinkStanding[]): void {
  if (sinks.length === 0) {
    print('Events are kept and sent nowhere: set webhook_url or event_stream.');
    return;
  }
  print(
    table([
      ['sink', 'waiting', 'given up', 'state'],
      ...sinks.map((one) => [shown(one.sink), count(one.pending), count(one.dead.length), stateOf(one)]),
    ]),
  );
  for (const { sink, dead } of sinks) {
    if (dead.length === 0) continue;
    print(`\nGiven up by ${shown(sink)}:`);
    print(
      table(dead.map(({ eventId, attempts, lastError }) => [eventId, `${attempts} tries`, shown(lastError ?? '')])),
    );
  }
}

function stateOf({ isConfigured, stopped }: SinkStanding): string {
  if (stopped !== null) return `stopped since ${when(stopped.at)}: ${shown(stopped.why)}`;
  return isConfigured ? 'open' : 'not in the config';
}
