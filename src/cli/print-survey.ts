import type { Survey } from '../service/survey.ts';
import { count, print, shown, table } from './terminal.ts';

/** What a dry run has seen, for a person. */
export function printSurvey({
  input,
  accounts,
  layers,
  first_at,
  last_at,
  reject_reasons,
  would_write,
  estimated_memory_mb,
  allowlist,
}: Survey): void {
  print(
    table([
      ['layer', 'edges', 'with time'],
      ...layers.map(({ name, edges, timed }) => [name, count(edges), count(timed)]),
    ]),
  );
  print('');
  print(
    `${count(input.rows)} rows of ${count(accounts)} accounts${first_at === null ? ', none with a time' : `, ${first_at} to ${last_at}`}.`,
  );
  for (const [reason, rows] of Object.entries(reject_reasons))
    print(`${count(rows)} rows would be rejected: ${shown(reason)}.`);
  for (const file of input.truncated) print(`${file} ends early.`);
  if (allowlist > 0) print(`${count(allowlist)} entries on the allowlist.`);
  print(`Nothing was written; a sweep would need about ${count(estimated_memory_mb)} MB and write ${would_write}.`);
}
