/**
 * What somebody has to be told of, as nothing else would:
 * run-failed    the last run of a schedule that ended has failed
 * run-missed    a slot of a schedule has passed and no run has begun
 * source-stale  nothing has come from a source for longer than it says it may take
 * layer-dropped a layer of a schedule's last sweep has lost more than four fifths of its edges against the sweep before
 */
export const ALARM_KINDS = ['run-failed', 'run-missed', 'source-stale', 'layer-dropped'] as const;

export type AlarmKind = (typeof ALARM_KINDS)[number];

/** Stands until what it tells of is mended: the same alarm is found again with the same kind, subject and `since`. */
export type Alarm = {
  readonly kind: AlarmKind;
  /** The id of the schedule or the name of the source; for a layer `SCHEDULE/LAYER`. */
  readonly subject: string;
  /** When it came to be, ms since 1970. */
  readonly since: number;
  /** One sentence: what happened and what to do. Holds no personal data. */
  readonly says: string;
};
