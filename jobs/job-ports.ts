import type { Config } from '../src/config/load-config.ts';
import type { EdgeColumns } from '../src/model/edge.ts';
import type { EventSink } from '../src/model/event-sink.ts';
import type { Fence } from '../src/model/fence.ts';
import type { Hash } from '../src/model/ports.ts';
import type { ProgressSink, Stage } from '../src/model/progress.ts';
import type { Reject } from '../src/model/reject.ts';
import type { Report } from '../src/model/report.ts';
import type { DetectOptions } from '../src/model/run.ts';
import type { StoredRun } from '../src/model/stored-run.ts';
import type { Store } from '../src/store/store.ts';

/** What every handler gets. */
export type JobPorts = {
  readonly store: Store;
  readonly config: Config;
  readonly hash: Hash;
  readonly now: () => number;
  /** The work is to end: the worker drains, the run is cancelled or belongs to another. */
  readonly signal: AbortSignal;
};

/** What the service makes of threads and files. */
export type Runner = {
  /** Detects into a folder that appears whole or not at all: `out`, or one of the run's in the data folder when that is `null`. */
  readonly detectInto: (
    columns: EdgeColumns,
    options: Omit<DetectOptions, 'version' | 'figures'>,
    out: string | null,
    entering: (stage: Stage) => Promise<void>,
  ) => Promise<WrittenReport>;
  /** The report of a folder that an earlier life has written whole, or `null`. */
  readonly findWritten: (out: string) => Report | null;
  /** Removes folders that runs have written, as far as they are in the data folder; returns how many there were. */
  readonly removeWritten: (outs: readonly string[]) => Promise<number>;
  /** Refuses what is estimated to need more memory than is allowed. */
  readonly refuseOverLimit: (edges: number) => void;
};

export type WrittenReport = { readonly report: Report; readonly out: string };

/** What the handler of a run gets. Each write to the store carries `fence`. */
export type RunPorts = JobPorts & {
  readonly run: StoredRun;
  readonly fence: Fence;
  readonly progress: ProgressSink;
  readonly runner: Runner;
  /** Puts a rejected row aside, in a file of the run. */
  readonly reject: (reject: Reject) => void;
  /** That file, as this process sees it. */
  readonly rejectsFile: string;
};

export type PublishPorts = JobPorts & { readonly sinks: readonly EventSink[] };
