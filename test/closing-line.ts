import { writeSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** What a test may need that the machine may lack, told by the path of its file, and how to get it. */
const NEEDS = [
  { kind: 'browser', path: /[/\\]e2e[/\\]/, fix: 'no Chromium was found: apt-get install chromium' },
  { kind: 'redis', path: /\.redis\.test\.ts$/, fix: 'no Redis was found: apt-get install redis-server' },
  { kind: 'postgres', path: /\.postgres\.test\.ts$/, fix: 'no PostgreSQL was found: apt-get install postgresql' },
  { kind: 'neo4j', path: /\.neo4j\.test\.ts$/, fix: 'no Neo4j was found: see test/servers' },
  { kind: 'postgres', path: /\.postgres\.test\.ts$/, fix: 'no PostgreSQL was found: apt-get install postgresql' },
] as const;

type Kind = (typeof NEEDS)[number]['kind'] | 'other';
type LeftOut = { tests: number; readonly reasons: Set<string> };

/**
 * Ends a run with the line `N passed, N failed` (and `, N skipped` when there are any), alone and last, after a line that
 * names what was left out and why. Under `LOCKSTEP_TEST_REQUIRE=browser,redis,neo4j,postgres` a left-out kind counts as failed.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = countResults(modules);
    const required = new Set((process.env['LOCKSTEP_TEST_REQUIRE'] ?? '').split(',').filter((kind) => kind !== ''));
    const lines: string[] = [];
    let skipped = 0;
    let failed = count.failed + unhandledErrors.length;
    for (const [kind, { tests, reasons }] of count.leftOut) {
      const isRequired = required.has(kind);
      if (isRequired) failed += tests;
      else skipped += tests;
      lines.push(
        `${isRequired ? 'Failed, as required but left out' : 'Left out'}: ${tests} ${kind} tests (${[...reasons].join('; ')})`,
      );
    }
    if (failed > 0) process.exitCode = 1;
    lines.push(`${count.passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
    // On exit, so that nothing that other reporters or the coverage print comes after it.
    process.once('exit', () => writeSync(1, `\n${lines.join('\n')}\n`));
  }
}

function countResults(modules: readonly TestModule[]): {
  readonly passed: number;
  readonly failed: number;
  readonly leftOut: ReadonlyMap<Kind, LeftOut>;
} {
  const leftOut = new Map<Kind, LeftOut>();
  let passed = 0;
  let failed = 0;
  for (const module of modules) {
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed++;
      else if (state === 'failed') failedHere++;
      else if (!hasFailedAncestor(test)) noteLeftOut(leftOut, test);
    }
    // A file that does not load, or a hook that throws, has no failed test to show for it.
    if (module.state() === 'failed' && failedHere === 0) failedHere = 1;
    failed += failedHere;
  }
  return { passed, failed, leftOut };
}

/** Tests behind a failed hook never ran: their file counts as failed, and they are not left out for want of a server. */
function hasFailedAncestor(test: TestCase): boolean {
  for (let parent = test.parent; ; parent = parent.parent) {
    if (parent.errors().length > 0) return true;
    if (parent.type === 'module') return false;
  }
}

function noteLeftOut(leftOut: Map<Kind, LeftOut>, test: TestCase): void {
  const result = test.result();
  const need = NEEDS.find(({ path }) => path.test(test.module.moduleId));
  const kind = need?.kind ?? 'other';
  const note = result.state === 'skipped' ? result.note : undefined;
  const entry = leftOut.get(kind) ?? { tests: 0, reasons: new Set<string>() };
  entry.tests++;
  entry.reasons.add(note ?? need?.fix ?? 'not chosen, or its condition was not met');
  leftOut.set(kind, entry);
}
