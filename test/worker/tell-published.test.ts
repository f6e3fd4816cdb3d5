import { expect, it } from 'vitest';
import type { SinkCounts } from '../../jobs/publish.ts';
import type { Logger } from '../../src/service/logger.ts';
import { createPublishTeller } from '../../src/worker/tell-published.ts';

function createLog() {
  const lines: string[] = [];
  const at = (level: string) => (message: string) => lines.push(`${level}: ${message}`);
  const log: Logger = { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug'), with: () => log };
  return { log, lines };
}

const counts = (ending: SinkCounts['ending'], more: Partial<SinkCounts> = {}): readonly SinkCounts[] => [
  { sink: 'webhook', ending, delivered: 0, failed: 0, dead: 0, lastError: null, ...more },
];

it('a sink that is away is told of when that begins and when it is over', () => {
  const { log, lines } = createLog();
  const tell = createPublishTeller(log);
  for (const ending of ['drained', 'unreachable', 'unreachable', 'held'] as const) tell(counts(ending));
  tell(counts('drained', { delivered: 3 }));
  tell(counts('drained', { delivered: 3 }));
  expect(lines).toEqual(['warn: A sink cannot be reached: its events wait.', 'info: A sink takes events again.']);
});

it('every event that is given up is told of, and a refusal once', () => {
  const { log, lines } = createLog();
  const tell = createPublishTeller(log);
  for (let i = 0; i < 2; i++) tell(counts('unreachable', { dead: 1, lastError: 'answered 503' }));
  for (let i = 0; i < 3; i++) tell(counts('refused'));
  expect(lines.map((line) => line.slice(0, 25))).toEqual([
    'error: Events were given ',
    'warn: A sink cannot be re',
    'error: Events were given ',
    'error: A sink refuses eve',
  ]);
});
