/**
 * Fields of records and events in which no account can stand: words of ours, names of layers and settings, ids that we make, times.
 * An account may be called "sweep" or "core", and erasing it must leave every run a sweep and every core a core. A field that is
 * missing here is looked through, which is the safe side.
 */
const OUR_FIELDS: ReadonlySet<string> = new Set([
  ...['kind', 'state', 'priority', 'stage', 'status', 'type', 'event', 'change', 'changed', 'covers', 'result', 'code'],
  ...['band', 'tier', 'verdict', 'action', 'layer', 'name', 'unit', 'pattern', 'timezone', 'version'],
  ...['runId', 'clusterId', 'lineageId', 'reportId', 'scheduleId', 'run_id', 'cluster_id', 'lineage_id', 'report_id'],
  ...['report_run_id', 'decision_id', 'schedule_id', 'input_digest', 'cell', 'cell_id', 'ref'],
  ...['first_at', 'last_at', 'first_seen', 'last_seen'],
]);

/** Our fields and layers are called so, and no record of ours is keyed by accounts: one that is written otherwise is looked at all the same. */
const FIELD_NAME = /^[A-Za-z_]+$/;

/** `value` with `change` done to each text in which an account may stand. */
export function changeTexts(value: unknown, change: (text: string) => string, field = ''): unknown {
  if (typeof value === 'string') return OUR_FIELDS.has(field) ? value : change(value);
  if (Array.isArray(value)) return value.map((item) => changeTexts(item, change, field));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      FIELD_NAME.test(key) ? key : change(key),
      changeTexts(item, change, key),
    ]),
  );
}
