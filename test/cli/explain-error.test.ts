import { Command } from 'commander';
import { expect, test } from 'vitest';
import { explainError } from '../../src/cli/explain-error.ts';
import { Stopped } from '../../src/cli/stop-signals.ts';
import { type ErrorCode, EXIT_CODE_OF, LockstepError } from '../../src/model/errors.ts';

const program = new Command('lockstep');
const explain = (error: unknown) => explainError(error, program, []);

test.each(Object.entries(EXIT_CODE_OF))(
  'an error with the code %s exits with %i and says its own sentence',
  (code, exitCode) => {
    const error = new LockstepError(code as ErrorCode, 'What happened, where, and what to do.');
    expect(explain(error)).toMatchObject({ exitCode, sentence: 'What happened, where, and what to do.' });
  },
);

test.each([
  ['ENOSPC', /^The disk is full/],
  ['EACCES', /^A file may not be written or read/],
  ['EROFS', /^A file may not be written or read/],
])('%s of the system is no fault of ours, and has its advice', (code, sentence) => {
  const error = Object.assign(new Error(`${code}: no, open 'x'`), { code });
  expect(explain(error)).toMatchObject({ exitCode: 4, sentence: expect.stringMatching(sentence) });
});

test('what nobody has foreseen is internal, and its cause is in the stack', () => {
  const { exitCode, sentence, stack } = explain(new TypeError('x is not a function', { cause: new Error('deeper') }));
  expect([exitCode, sentence]).toEqual([70, expect.stringContaining('(x is not a function)')]);
  expect(stack).toMatch(/TypeError: x is not a function[\s\S]*Caused by Error: deeper/);
  expect(explain('a text that was thrown')).toMatchObject({
    exitCode: 70,
    sentence: expect.stringContaining('a text'),
  });
});

test('who asked for a stop gets the code of the signal', () => {
  expect(explain(new Stopped(130))).toEqual({
    exitCode: 130,
    sentence: 'Stopped as asked: nothing was written.',
    stack: null,
  });
});
