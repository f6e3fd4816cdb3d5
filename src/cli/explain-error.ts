import { type Command, CommanderError } from 'commander';
import { nearest } from '../config/nearest.ts';
import { EXIT_CODE_OF, LockstepError } from '../model/errors.ts';
import { Stopped } from './stop-signals.ts';

export type Explanation = {
  readonly exitCode: number;
  readonly sentence: string | null;
  readonly stack: string | null;
};

/** Turns whatever a verb has thrown into an exit code and one sentence; the stack is for those who ask for it. */
export function explainError(error: unknown, program: Command, args: readonly string[]): Explanation {
  if (error instanceof CommanderError) {
    // Help and version that were asked for are answers; help that is shown for want of a verb is not.
    if (error.exitCode === 0) return { exitCode: 0, sentence: null, stack: null };
    const sentence = error.code === 'commander.help' ? null : explainUsage(error, program, args);
    return { exitCode: EXIT_CODE_OF.usage, sentence, stack: null };
  }
  if (error instanceof Stopped) return { exitCode: error.exitCode, sentence: error.message, stack: null };
  if (error instanceof LockstepError) {
    return { exitCode: EXIT_CODE_OF[error.code], sentence: error.message, stack: stackOf(error) };
  }
  const { message, code }: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
  if (code === 'ENOSPC') return outside('The disk is full: make room, or choose another --out.', error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return outside(`A file may not be written or read (${message}): check its rights, or choose another --out.`, error);
  }
  return {
    exitCode: EXIT_CODE_OF.internal,
    sentence: `Something went wrong inside Lockstep (${message}): run it again with --log-level debug and report what it prints.`,
    stack: stackOf(error),
  };
}

function outside(sentence: string, error: unknown): Explanation {
  return { exitCode: EXIT_CODE_OF.unreachable, sentence, stack: stackOf(error) };
}

function stackOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const cause = stackOf(error.cause);
  return `${error.stack ?? error.message}${cause === null ? '' : `\nCaused by ${cause}`}`;
}

/** What goes wrong when a verb under another is misspelt, and its words and flags are taken for those of `list`. */
const MISPLACING: readonly string[] = ['commander.excessArguments', 'commander.unknownOption'];

function explainUsage(error: CommanderError, program: Command, args: readonly string[]): string {
  const path = commandPath(program, args);
  const help = `see "${path.map((command) => command.name()).join(' ')} --help"`;
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  if (error.code === 'commander.unknownCommand') return guess('verb', quoted, verbsOf(path.at(-1)), help);
  const misplaced = MISPLACING.includes(error.code) ? misspeltVerb(path, args) : null;
  if (misplaced !== null) return guess('verb', misplaced, verbsOf(path.at(-1)), help);
  if (error.code === 'commander.unknownOption') return guess('flag', quoted, flagsOf(path), help);
  const plain = error.message
    .replace(/^error: /, '')
    .replace(/\.$/, '')
    .split('\n')[0];
  return `${(plain ?? '').charAt(0).toUpperCase()}${(plain ?? '').slice(1)}: ${help}.`;
}

/** The program, the verb that is spoken of, and the verb under it. */
function commandPath(program: Command, args: readonly string[]): readonly Command[] {
  const path = [program];
  for (const word of args) {
    const next = path.at(-1)?.commands.find((command) => command.name() === word);
    if (next !== undefined) path.push(next);
  }
  return path;
}

/** A verb with verbs under it takes no words of its own, so the first word after it was meant to be one of them. */
function misspeltVerb(path: readonly Command[], args: readonly string[]): string | null {
  const verb = path.at(-1);
  if (verb === undefined || verb.commands.length === 0 || path.length < 2) return null;
  if (!verb.commands.some((command) => command.name() === 'list')) return null;
  const word = args[args.indexOf(verb.name()) + 1];
  return word === undefined || word.startsWith('-') ? null : word;
}

function verbsOf(command: Command | undefined): readonly string[] {
  return command?.commands.map((verb) => verb.name()) ?? [];
}

function flagsOf(path: readonly Command[]): readonly string[] {
  // A verb that is shown when none is named understands the flags of the first under it.
  const last = path.at(-1);
  const usual = path.length === 2 ? last?.commands.filter((command) => command.name() === 'list') : [];
  return [...path, ...(usual ?? [])]
    .flatMap((command) => [...command.options.map(({ long }) => long ?? ''), '--help'])
    .filter((flag) => flag !== '');
}

function guess(what: string, word: string, known: readonly string[], help: string): string {
  const near = nearest(word, known);
  return near === null ? `Unknown ${what} "${word}": ${help}.` : `Unknown ${what} "${word}": did you mean "${near}"?`;
}
