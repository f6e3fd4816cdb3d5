import type { Check } from './examine-machine.ts';

/** `services`: what has to answer. `data`: what has to be there, or to have come in time, for the findings to be worth something. */
export type Examination = { readonly services: readonly Check[]; readonly data: readonly Check[] };
