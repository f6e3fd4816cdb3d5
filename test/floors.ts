import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import house from './floors.json' with { type: 'json' };

const MEDIAN_LINES = 80;
const LONGEST_LINES = 300;

export type HouseCheck = {
  readonly modules: number;
  readonly dependencies: number;
  readonly faults: readonly string[];
};

/** Checks the tree under `root` against the floors, fences and file sizes; each fault is a sentence with its reason. */
export async function checkHouse(root: string): Promise<HouseCheck> {
  const { summary, modules } = await cruiseHouse(root);
  const faults = summary.violations.map(({ rule, from, to, cycle }) => {
    const path =
      rule.name === 'no-cycle' ? [from, ...(cycle ?? []).map(({ name }) => name)].join(' → ') : `${from} → ${to}`;
    return `${rule.name}: ${path}. ${reasonOf(rule.name)}`;
  });
  const own = modules.filter(({ source }) => /^(src|jobs)\//.test(source)).length;
  if (own === 0)
    faults.push('nothing-seen: dependency-cruiser saw no module of src or jobs, so its silence proves nothing.');
  return {
    modules: summary.totalCruised,
    dependencies: summary.totalDependenciesCruised ?? 0,
    faults: [...faults, ...strangersIn(root), ...impureIn(root), ...oversizedIn(root)],
  };
}

async function cruiseHouse(root: string): Promise<ICruiseResult> {
  const folders = ['src', 'jobs', 'test'].filter((folder) => existsSync(join(root, folder)));
  const { output } = await cruise(
    folders,
    {
      baseDir: root,
      ruleSet: { forbidden: rules() },
      validate: true,
      doNotFollow: { path: 'node_modules' },
      tsPreCompilationDeps: true,
    },
    { extensions: ['.ts', '.js', '.json'], exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
    { tsConfig: extractTsConfig(fileURLToPath(new URL('../tsconfig.json', import.meta.url))) },
  );
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text where a result was expected.');
  return output;
}

function rules(): IForbiddenRuleType[] {
  const config: unknown = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
  return (config as { readonly forbidden: IForbiddenRuleType[] }).forbidden;
}

function reasonOf(name: string): string {
  return rules().find((rule) => rule.name === name)?.comment ?? '';
}

/** A folder that stands on no floor is held by no rule. */
function strangersIn(root: string): string[] {
  const known = new Set(house.floors.flat());
  return globSync('src/*', { cwd: root })
    .map((path) => path.slice('src/'.length))
    .filter((folder) => !known.has(folder))
    .map((folder) => `stranger: src/${folder} stands on no floor; give it one in test/floors.json.`);
}

/** What gives another answer on another day, machine or in another locale, which no import rule sees. */
const IMPURE = /\b(Math\.random|Date\.now|new Date\(\)|localeCompare|toLocale\w+|Intl\.)/;

function impureIn(root: string): string[] {
  return house.pure.folders
    .flatMap((folder) => globSync(`src/${folder}/**/*.ts`, { cwd: root }))
    .flatMap((path) =>
      readFileSync(join(root, path), 'utf8')
        .split('\n')
        .flatMap((line, i) =>
          IMPURE.test(line) ? [`impure: ${path}:${i + 1} has ${IMPURE.exec(line)?.[0]}. ${house.pure.why}`] : [],
        ),
    );
}

function oversizedIn(root: string): string[] {
  const sizes = globSync(['src/**/*.ts', 'jobs/**/*.ts'], { cwd: root }).map((path) => ({
    path,
    lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1,
  }));
  const faults = sizes
    .filter(({ lines }) => lines > LONGEST_LINES)
    .map(
      ({ path, lines }) =>
        `too-long: ${path} has ${lines} lines, ${LONGEST_LINES} at most; it holds two nouns, part them.`,
    );
  const small = sizes.filter(({ lines }) => lines <= MEDIAN_LINES).length;
  if (small * 2 < sizes.length) {
    faults.push(
      `median: only ${small} of ${sizes.length} files have at most ${MEDIAN_LINES} lines, half of them should.`,
    );
  }
  return faults;
}

if (import.meta.main) {
  const { modules, dependencies, faults } = await checkHouse(fileURLToPath(new URL('..', import.meta.url)));
  for (const fault of faults) console.error(fault);
  console.log(`Floors: ${modules} modules, ${dependencies} dependencies, ${faults.length} faults.`);
  if (faults.length > 0) process.exitCode = 1;
}
