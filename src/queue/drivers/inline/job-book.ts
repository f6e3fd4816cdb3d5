import type { JobPayload, Lane, QueueDepth } from '../../job-queue.ts';

/** A job and where it stands. */
export type HeldJob = {
  readonly name: string;
  readonly key: string;
  readonly payload: JobPayload;
  readonly lane: Lane;
  readonly priority: 'ad-hoc' | 'nightly';
  readonly slot: number | null;
  /** The schedule that it comes from. */
  readonly scheduleId: string | null;
  state: 'waiting' | 'delayed' | 'active';
  /** While delayed: not to be handed out before, ms since 1970. */
  dueAt: number;
  attempts: number;
  failures: number;
};

/** All jobs of a queue, by key, and those that wait in the order in which they are handed out. */
export type JobBook = {
  readonly add: (job: HeldJob) => void;
  readonly get: (key: string) => HeldJob | undefined;
  readonly drop: (job: HeldJob) => void;
  /** At the end of those that wait. */
  readonly wait: (job: HeldJob) => void;
  readonly delay: (job: HeldJob, dueAt: number) => void;
  /** Has the delayed jobs that are due wait. */
  readonly promote: (now: number) => void;
  /** When the first of the delayed is due. */
  readonly nextDue: () => number;
  /** The job whose turn it is, which is active from now on. */
  readonly take: (lane: Lane) => HeldJob | undefined;
  readonly depth: () => QueueDepth;
};

export function createJobBook(): JobBook {
  const jobs = new Map<string, HeldJob>();
  const line = () => ({ 'ad-hoc': new Set<HeldJob>(), nightly: new Set<HeldJob>() });
  const lines = { long: line(), quick: line() };
  const lineOf = (job: HeldJob) => lines[job.lane][job.priority];
  const delayed = new Set<HeldJob>();
  const leave = (job: HeldJob): void => {
    lineOf(job).delete(job);
    delayed.delete(job);
  };
  const wait = (job: HeldJob): void => {
    leave(job);
    job.state = 'waiting';
    lineOf(job).add(job);
  };
  return {
    add: (job) => {
      jobs.set(job.key, job);
      wait(job);
    },
    get: (key) => jobs.get(key),
    drop: (job) => {
      leave(job);
      jobs.delete(job.key);
    },
    wait,
    delay: (job, dueAt) => {
      leave(job);
      job.state = 'delayed';
      job.dueAt = dueAt;
      delayed.add(job);
    },
    promote: (now) => {
      const due = [...delayed].filter(({ dueAt }) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
      for (const job of due) wait(job);
    },
    nextDue: () => Math.min(Number.POSITIVE_INFINITY, ...[...delayed].map(({ dueAt }) => dueAt)),
    take: (lane) => {
      const [job] = [...lines[lane]['ad-hoc'], ...lines[lane].nightly];
      if (job === undefined) return undefined;
      leave(job);
      job.state = 'active';
      job.attempts++;
      return job;
    },
    depth: () => {
      const count = (is: (job: HeldJob) => boolean) => [...jobs.values()].filter(is).length;
      return {
        waiting: count(({ state }) => state === 'waiting'),
        active: count(({ state }) => state === 'active'),
        delayed: count(({ state, failures }) => state === 'delayed' && failures === 0),
        failed: count(({ state, failures }) => state === 'delayed' && failures > 0),
      };
    },
  };
}
