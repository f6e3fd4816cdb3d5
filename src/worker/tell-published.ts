import type { SinkCounts, SinkEnding } from '../../jobs/publish.ts';
import { LockstepError } from '../model/errors.ts';
import type { Logger } from '../service/logger.ts';

/**
 * Says in the log what became of events: each that is given up, and of a sink that is away or refuses once when it begins and
 * once when it is over, as the outbox is emptied every few seconds.
 */
export function createPublishTeller(log: Logger): (counts: readonly SinkCounts[]) => void {
  const troubled = new Map<string, SinkEnding>();
  return (counts) => {
    for (const { sink, ending, delivered, dead, lastError } of counts) {
      const why = lastError === null ? {} : { error: new LockstepError('unreachable', `Sink ${sink}: ${lastError}.`) };
      if (dead > 0) log.error('Events were given up: "lockstep events" lists them.', { sink, count: dead, ...why });
      const isTrouble = ending === 'refused' || ending === 'unreachable';
      if (isTrouble && troubled.get(sink) !== ending) {
        troubled.set(sink, ending);
        if (ending === 'refused')
          log.error('A sink refuses events: "lockstep events start" goes on.', { sink, ...why });
        else log.warn('A sink cannot be reached: its events wait.', { sink, ...why });
      }
      if (delivered > 0 && !isTrouble && troubled.delete(sink)) log.info('A sink takes events again.', { sink });
    }
  };
}
