/** SHA-256 over the chunks, as lower-case hex. Stages get it as an argument: they import no Node core module. */
export type Hash = (chunks: Iterable<Uint8Array>) => string;

/** A pure piece of work with a name under which a thread finds it again. Inputs and outputs are structured-cloneable. */
export type Kernel<Input, Output> = { readonly name: string; readonly run: (input: Input) => Output };

/** Runs a kernel over inputs and returns the outputs in the inputs' order, whatever the number of threads. */
export type Parallel = {
  readonly threads: number;
  readonly run: <Input, Output>(kernel: Kernel<Input, Output>, inputs: readonly Input[]) => Promise<readonly Output[]>;
};

/** No threads: each input in turn, here. */
export const inTurn: Parallel = {
  threads: 1,
  run: async (kernel, inputs) => inputs.map((input) => kernel.run(input)),
};
