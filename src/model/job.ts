/** All that a job holds of a run: which one, and in which of its lives it was woken. What it works on stays in the case store. */
export type RunRef = { readonly runId: string; readonly epoch: number };
