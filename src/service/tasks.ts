import { generate } from './generate.ts';
import { project } from './project.ts';
import { survey } from './survey.ts';
import { sweep } from './sweep.ts';

/** What runs in a thread of its own, by name. Requests and outcomes are plain data. */
export const TASKS = { sweep, survey, project, generate } as const;

export type TaskName = keyof typeof TASKS;
export type Request<Name extends TaskName> = Parameters<(typeof TASKS)[Name]>[0];
export type Outcome<Name extends TaskName> = Awaited<ReturnType<(typeof TASKS)[Name]>>;
