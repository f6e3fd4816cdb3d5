// `npm run lockfile`: adds to package-lock.json the builds for other platforms that npm has left out of it.
//
// npm drops an optional dependency that its registry does not answer for, such as a mirror that serves one platform only,
// and `npm ci` then refuses the lockfile as incomplete on every machine. What is added has the exact version that its
// parent asks for, and the platform that its name tells, so that npm passes it over elsewhere; npm checks and notes its
// digest where it is first installed. Run it after each change of a dependency.
import { readFileSync, writeFileSync } from 'node:fs';

type Entry = {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: { readonly [name: string]: string };
  readonly os?: string | readonly string[];
  readonly cpu?: string | readonly string[];
  readonly libc?: string | readonly string[];
};

export type Lockfile = { readonly packages: { readonly [path: string]: Entry } };

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'wasm32',
];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];

/** Optional dependencies of any package in the lockfile that have no entry of their own: name → exact version. */
export function missingBuilds({
  packages,
}: Lockfile): ReadonlyMap<string, { readonly version: string; readonly isDev: boolean }> {
  const missing = new Map<string, { readonly version: string; readonly isDev: boolean }>();
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const isThere = placesOf(path, name).some((place) => packages[place] !== undefined);
      if (!isThere && /^\d+\.\d+\.\d+/.test(version)) missing.set(name, { version, isDev: entry.dev === true });
    }
  }
  return missing;
}

/** Where a package under `path` finds `name`: in its own node_modules, or in one further up. */
function placesOf(path: string, name: string): readonly string[] {
  const parts =
    path === '' ? [''] : path.split('/node_modules/').map((_, i, all) => all.slice(0, i + 1).join('/node_modules/'));
  return [...parts.map((parent) => `${parent === '' ? '' : `${parent}/`}node_modules/${name}`), `node_modules/${name}`];
}

export function completeLockfile(lockfile: Lockfile): Lockfile {
  const added = [...missingBuilds(lockfile)].map(([name, { version, isDev }]): [string, Entry] => [
    `node_modules/${name}`,
    { version, ...platformOf(name), ...(isDev ? { dev: true } : {}), optional: true },
  ]);
  const packages = Object.entries({ ...lockfile.packages, ...Object.fromEntries(added) });
  packages.sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...lockfile, packages: Object.fromEntries(packages) };
}

/** `@duckdb/node-bindings-linux-arm64-musl` → linux, arm64, musl. */
function platformOf(name: string): Pick<Entry, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[-/]/);
  const os = words.find((word) => SYSTEMS.includes(word));
  const cpu = words.find((word) => PROCESSORS.includes(word));
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') && os === 'linux' ? 'glibc' : undefined;
  return {
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(os === undefined || os === 'wasm32' ? {} : { os: [os] }),
    ...(libc === undefined ? {} : { libc: [libc] }),
  };
}

if (import.meta.main) {
  const path = new URL('../package-lock.json', import.meta.url);
  const lockfile: Lockfile = JSON.parse(readFileSync(path, 'utf8'));
  const missing = missingBuilds(lockfile);
  writeFileSync(path, `${JSON.stringify(completeLockfile(lockfile), null, 2)}\n`);
  console.log(`package-lock.json: ${missing.size} builds for other platforms added.`);
}
