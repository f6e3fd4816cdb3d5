import type { Config } from '../config/load-config.ts';
import type { Services } from '../service/examine-services.ts';
import type { Logger } from '../service/logger.ts';
import type { Metrics } from '../service/metrics.ts';

/** What the routes need of the process; the context of the composition root has all of it. */
export type ServerContext = Services & {
  readonly config: Pick<
    Config,
    'http_host' | 'http_port' | 'queue_board' | 'queue_url' | 'queue_prefix' | 'allow_unsafe_redis'
  >;
  readonly metrics: Pick<Metrics, 'render' | 'contentType'>;
  readonly log: Logger;
};

/** Whether the process does its work. `complaint`: `null`, or a sentence that says what is wrong. */
export type Liveness = { readonly complaint: () => string | null };
