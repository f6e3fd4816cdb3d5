// The floors of the house as rules, each with its reason. `npm run floors` runs them by API (test/floors.ts), on a
// terminal `npx depcruise src jobs test` does. The list itself stands in test/floors.json: the picture in
// docs/architecture.md is drawn from the same list.
const { floors, pure, fences } = require('./test/floors.json');

const pathOf = (folder) => (folder === 'jobs' ? '^jobs/' : `^src/${folder}/`);
const pathsOf = (folders) => folders.map(pathOf);

const floorRules = floors.flatMap((floor, height) => {
  const above = floors.slice(height + 1).flat();
  return floor.flatMap((folder) => [
    ...(above.length === 0
      ? []
      : [
          {
            name: `floor-${folder}`,
            comment: `${folder} stands below ${above.join(', ')}: what is below is understood, tested and replaced without what is above.`,
            severity: 'error',
            from: { path: pathOf(folder) },
            to: { path: pathsOf(above) },
          },
        ]),
    ...(floor.length === 1
      ? []
      : [
          {
            name: `siblings-${folder}`,
            comment: `${floor.join(', ')} share a floor and do not know each other: what two of them need belongs a floor below.`,
            severity: 'error',
            from: { path: pathOf(folder) },
            to: { path: pathsOf(floor.filter((sibling) => sibling !== folder)) },
          },
        ]),
  ]);
});

const fenceRules = fences.map(({ packages, allowed, why }) => ({
  name: `fence-${packages[0]}`,
  comment: `${packages[0]} only in ${allowed.join(', ')}. ${why}`,
  severity: 'error',
  from: { path: '^(src|jobs)/', pathNot: allowed.map((folder) => `^${folder}/`) },
  to: { path: packages.map((name) => `(^|node_modules/|^node:)${name}(/|$)`) },
}));

module.exports = {
  forbidden: [
    ...floorRules,
    ...fenceRules,
    {
      name: 'no-cycle',
      comment: 'Files in a cycle can only be read, tested and moved together; a cycle of types is one too.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'pure',
      comment: `No Node core module in ${pure.folders.join(', ')}. ${pure.why}`,
      severity: 'error',
      from: { path: pathsOf(pure.folders) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'drivers-behind-open',
      comment: 'A driver is chosen in one place, open-*.ts: everybody else holds the port.',
      severity: 'error',
      from: { path: '^(src|jobs)/', pathNot: ['/open-[^/]+\\.ts$', '/drivers/'] },
      to: { path: '/drivers/' },
    },
    {
      name: 'product-alone',
      comment: 'What is published must not need what is not: tests, benches, examples and docs build on the product.',
      severity: 'error',
      from: { path: '^(src|jobs)/' },
      to: { path: '^(test|bench|examples|web|docs)/' },
    },
    {
      name: 'no-dev-dependency',
      comment: 'A development dependency is not there when Lockstep is installed; only its types may be used.',
      severity: 'error',
      from: { path: '^(src|jobs)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-lost-import',
      comment: 'An import that leads nowhere fails only when its line runs.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
