import { once } from 'node:events';
import type { Command } from 'commander';
import { openServer } from '../../api/open-server.ts';
import { openContext } from '../../service/context.ts';
import { startWorker } from '../../worker/run-worker.ts';
import { flagsOf } from '../config-flags.ts';
import { listenForStop } from '../stop-signals.ts';
import { say } from '../terminal.ts';

const EXAMPLES = `
Examples:
  lockstep worker                                                  (queue inline:, store sqlite:./lockstep.db)
  LOCKSTEP_STORE_URL=neo4j://127.0.0.1:7687 LOCKSTEP_QUEUE_URL=redis://127.0.0.1:6379 lockstep worker
  LOCKSTEP_HTTP_PORT=8788 LOCKSTEP_WORKER_CONCURRENCY=2 lockstep worker`;

export function addWorker(program: Command): void {
  const command = program
    .command('worker')
    .summary('works on runs that are queued or scheduled, until it is stopped')
    .description(
      'Works on queued runs and on schedules, sends events, watches for alarms; serves /healthz, /readyz and /metrics. Any number of workers may run; on SIGTERM one lets go of what it does, for another to go on with.',
    )
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      const stop = listenForStop();
      await using context = await openContext(flagsOf(command));
      await using worker = await startWorker(context);
      await using server = await openServer(context, worker.liveness);
      // For a person; a log is JSON from its first line to its last.
      if (process.stderr.isTTY) say(`Health and metrics: http://${context.config.http_host}:${server.port}`);
      if (!stop.signal.aborted) await once(stop.signal, 'abort');
      // What was asked for: the exit code says that the end was clean.
      process.exitCode = stop.exitCode() ?? 0;
    });
}
