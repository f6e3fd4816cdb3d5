import type { TaskContext } from './task-protocol.ts';

/** What runs in a thread of its own, by name; each is loaded when it is asked for. Requests and outcomes are plain data. */
const LOADERS = {
  sweep: async () => (await import('./sweep.ts')).sweep,
  survey: async () => (await import('./survey.ts')).survey,
  project: async () => (await import('./project.ts')).project,
  run: async () => (await import('./perform-run.ts')).performRun,
  generate: async () => (await import('./generate.ts')).generate,
} as const;

export type TaskName = keyof typeof LOADERS;
type Task<Name extends TaskName> = Awaited<ReturnType<(typeof LOADERS)[Name]>>;
export type Request<Name extends TaskName> = Parameters<Task<Name>>[0];
export type Outcome<Name extends TaskName> = Awaited<ReturnType<Task<Name>>>;

/** Name and request come as one from `runTask`, which has matched their types. */
export async function performTask(name: TaskName, request: unknown, context: TaskContext): Promise<unknown> {
  const task = (await LOADERS[name]()) as (request: unknown, context: TaskContext) => Promise<unknown>;
  return task(request, context);
}
