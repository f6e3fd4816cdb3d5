/** What a store's file holds, in numbers that tell whether two files hold the same. */
export type StoreContents = {
  readonly bytes: number;
  readonly schemaSteps: number;
  /** Sequence number of the last batch, and edges that are kept. */
  readonly batches: number;
  readonly edges: number;
  readonly runs: number;
  readonly clusters: number;
  readonly decisions: number;
  readonly events: number;
  readonly auditRows: number;
  /** Hash of the last row of the audit chain, which covers all before it; `null` without rows. */
  readonly auditHead: string | null;
};
