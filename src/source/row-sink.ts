import type { ColumnPlan } from './column-plan.ts';
import type { EdgeBuilder } from './edge-builder.ts';
import type { RowLog } from './row-log.ts';

/** Where the rows of one file go: what they are made of, what takes them, what takes those that are not right. */
export type RowSink = { readonly plan: ColumnPlan; readonly builder: EdgeBuilder; readonly log: RowLog };
