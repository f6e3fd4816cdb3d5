import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from '../../src/cli/program.ts';
import { readEnv } from '../../src/config/read-env.ts';
import { ALARM_KINDS } from '../../src/model/alarm.ts';
import { createMetrics } from '../../src/service/metrics.ts';
import { commandsIn, faultIn } from './commands-in.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = read('docs/operations.md');
/** As GitHub makes them. */
const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
  title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-'),
);

async function metricNames(): Promise<readonly string[]> {
  const metrics = createMetrics();
  metrics.watchQueue(async () => ({ waiting: 0, active: 0, delayed: 0, failed: 0 }));
  metrics.watchStore(async () => ({ openRuns: new Map(), lastSweep: null, outbox: new Map() }));
  metrics.watchCanary(() => 0);
  metrics.watchSilence(() => 0);
  return [...(await metrics.render()).matchAll(/^# TYPE (lockstep_\w+)/gm)].map(([, name = '']) => name);
}

describe('every command exists, with its flags', () => {
  const program = createProgram();

  test.each(['docs/operations.md', 'docs/events.md', 'docker-compose.yml', 'README.md', 'Dockerfile'])(
    'in %s',
    (path) => {
      // Comments of a file that is not a page hold commands too.
      const text = path.endsWith('.md') ? read(path) : `\`\`\`sh\n${read(path).replaceAll(/^# ?/gm, '')}\`\`\``;
      const commands = commandsIn(text);
      expect(commands.map((command) => faultIn(command, program)).filter((fault) => fault !== null)).toEqual([]);
    },
  );

  test('and this check sees a verb, a verb under it and a flag that are not there', () => {
    expect(commandsIn(page).length).toBeGreaterThan(40);
    for (const wrong of ['swep x', 'jobs lst', 'schedule set nightly --att "0 2 * * *"', 'doctor --fast']) {
      expect(faultIn(wrong, program)).toContain('there is no');
    }
    expect(commandsIn('`lockstep swep x`\n```sh\nA=1 lockstep jobs lst | cat   # lockstep no\n```')).toEqual([
      'jobs lst ',
      'swep x',
    ]);
  });
});

test('every variable that the page and the files of deploy/ name is one that the settings know', () => {
  const texts = [page, read('docker-compose.yml'), read('Dockerfile'), read('docs/events.md')];
  const names = new Set(texts.flatMap((text) => text.match(/LOCKSTEP_[A-Z0-9_]+/g) ?? []));
  expect(names.size).toBeGreaterThan(10);
  expect(() => readEnv(Object.fromEntries([...names].map((name) => [name, 'x'])))).not.toThrow();
});

test('the table of metrics holds those that there are', async () => {
  const rows = [...page.matchAll(/^\| `(lockstep_\w+)` \|/gm)].map(([, name]) => name);
  expect(rows.toSorted()).toEqual((await metricNames()).toSorted());
});

test('each kind of alarm has its section', () => {
  for (const kind of ALARM_KINDS) expect(anchors).toContain(kind);
});

test('each check of readiness has its row', () => {
  const sources = [
    read('src/service/examine-services.ts'),
    read('src/queue/drivers/redis/examine-redis.ts'),
    read('src/queue/drivers/bullmq/open-bullmq.ts'),
    read('src/queue/drivers/bullmq/examine-lanes.ts'),
  ];
  const names = sources.flatMap((text) =>
    [...text.matchAll(/'(store|schema|queue(?: schedules)?|redis[a-z -]*)'/g)].map(([, name]) => name),
  );
  const section = page.slice(page.indexOf('### When readiness fails'), page.indexOf('### When health fails'));
  expect(new Set(names).size).toBeGreaterThan(5);
  for (const name of new Set(names)) expect(section).toContain(`\`${name}\``);
});

test('every link within the page leads somewhere', () => {
  const targets = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target);
  expect(targets.length).toBeGreaterThan(5);
  for (const target of targets) expect(anchors).toContain(target);
});

describe('deploy/prometheus-alerts.yaml', () => {
  type Rule = {
    readonly alert: string;
    readonly expr: string;
    readonly for?: string;
    readonly labels: { readonly severity: string };
    readonly annotations: { readonly summary: string; readonly runbook: string };
  };
  const { groups } = parse(read('deploy/prometheus-alerts.yaml')) as {
    readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
  };
  const rules = groups.flatMap((group) => group.rules);

  test('asks only for metrics that there are', async () => {
    const names = await metricNames();
    for (const { alert, expr } of rules) {
      const asked = expr.match(/lockstep_\w+/g) ?? [];
      expect([alert, asked.length > 0]).toEqual([alert, true]);
      for (const name of asked) expect(names).toContain(name);
    }
  });

  test('has a rule for each kind of alarm, and for there being nobody to find one', () => {
    const text = rules.map(({ expr }) => expr).join('\n');
    for (const kind of ALARM_KINDS) expect(text).toContain(`lockstep_alarm{kind="${kind}"}`);
    expect(text).toContain('absent(lockstep_leader)');
  });

  test('leads to sections of the runbook that are there', () => {
    for (const { alert, annotations, labels } of rules) {
      expect(alert).toMatch(/^Lockstep[A-Z]\w+$/);
      expect(['page', 'ticket']).toContain(labels.severity);
      const [file, anchor] = annotations.runbook.split('#');
      expect([file, anchors.includes(anchor ?? '')]).toEqual(['docs/operations.md', true]);
    }
  });
});
