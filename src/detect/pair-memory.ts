/**
 * Memory that threads share. A message to a thread copies what it carries, except arrays on a SharedArrayBuffer: what
 * every piece of work reads is put there once.
 */

type NumberArray = Uint8Array | Uint32Array | Int32Array | Float64Array;

/** The same numbers on shared memory: the array itself when it is there already, else a copy. */
export function shareArray<T extends NumberArray>(array: T): T {
  if (array.buffer instanceof SharedArrayBuffer) return array;
  const create = array.constructor as new (buffer: SharedArrayBuffer) => T;
  const shared = new create(new SharedArrayBuffer(array.byteLength));
  shared.set(array);
  return shared;
}

/** `input` with each of its arrays on shared memory, unless all the work is done in this thread. */
export function shareFor<T extends { readonly [name: string]: unknown }>(threads: number, input: T): T {
  if (threads === 1) return input;
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, isNumberArray(value) ? shareArray(value) : value]),
  ) as T;
}

function isNumberArray(value: unknown): value is NumberArray {
  return (
    value instanceof Uint8Array ||
    value instanceof Uint32Array ||
    value instanceof Int32Array ||
    value instanceof Float64Array
  );
}
