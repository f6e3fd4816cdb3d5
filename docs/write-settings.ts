// Writes the tables of docs/settings.md from the code. `npm run docs:settings` writes it anew; a test fails when the
// committed page says something else.
import { writeFileSync } from 'node:fs';
import { formatDuration } from '../src/config/duration.ts';
import { envNameOf, SETTING_NAMES, SETTINGS } from '../src/config/settings.ts';
import { SOURCE_FIELDS, SOURCE_KINDS, type SourceField } from '../src/config/source-fields.ts';
import { DEFAULT_SETTINGS, KNOWN_LAYER_TYPES } from '../src/model/layer.ts';

/** The page as Markdown. */
export function writeSettings(): string {
  return [
    '# Settings',
    '',
    '<!-- Written by `npm run docs:settings` from src/config/settings.ts, src/config/source-fields.ts and src/model/layer.ts. Change those. -->',
    '',
    'Flags win over the environment, that over the config file (`--config FILE` or `LOCKSTEP_CONFIG`, YAML), that over the defaults.',
    'An unknown key is an error that names the nearest known one. `lockstep config` shows what is in force and where it came from.',
    '',
    '## Keys',
    '',
    ...table(
      ['key in the file', 'in the environment', 'must be', 'without it', 'what it does'],
      SETTING_NAMES.map((name) => {
        const { expects, usual, about } = SETTINGS[name];
        return [`\`${name}\``, `\`${envNameOf(name)}\``, expects, usual, about];
      }),
    ),
    '',
    'A secret can also be read from a file: `pseudonym_key_file` in the config file, `LOCKSTEP_PSEUDONYM_KEY_FILE` in the environment.',
    '',
    '## Layers',
    '',
    'What each type of layer does without a setting of its own:',
    '',
    ...table(
      ['type', '`span`', '`cap`', '`min_shared`', 'known names'],
      Object.values(DEFAULT_SETTINGS).map(({ type, spanMs, cap, minShared }) => [
        type,
        formatDuration(spanMs),
        String(cap),
        String(minShared),
        [...KNOWN_LAYER_TYPES].flatMap(([name, known]) => (known === type ? [`\`${name}\``] : [])).join(', '),
      ]),
    ),
    '',
    '- `span`: the largest time apart at which two actions count as together.',
    '- `cap`: an entity with more accounts than this makes no pairs; the report lists it.',
    '- `min_shared`: entities that two accounts must share to become a pair. Under `project --rule coortweet` it is the participation threshold of that rule (2), and no cap applies.',
    '- `id`: `device`, `ip` or `none`: what the entities are, which decides how they are made canonical and keyed. Layers named `device` and `ip` have it by name.',
    '',
    'A layer whose name is not known is typed from the data; the report says which type it got and why. Settings of a layer stand in the config file or in `--layer`:',
    '',
    '```yaml',
    'layers:',
    '  retweet: { type: action, span: 10s, cap: 500 }',
    '  handset: { type: resource, id: device }',
    '```',
    '',
    '```sh',
    'lockstep sweep edges.csv.gz --layer retweet:type=action,span=10s,cap=500 --out out',
    '```',
    '',
    ...writeSources(),
  ].join('\n');
}

const EXAMPLE_OF_SOURCES = `sources:
  logins:
    kind: file
    files: /data/logins/**/*.csv.gz
    map: { account: user_id, at: seen_at }
    layer_of: { device: device_id, ip: ip_addr }
    stale_after: 26h
  archive:
    kind: s3
    endpoint: https://objects.example.org
    bucket: edges
    prefix: reposts/
    match: "**/*.parquet"
    access_key_id_file: /run/secrets/s3-id
    secret_access_key_file: /run/secrets/s3-secret
    set: { layer: repost }
  payments:
    kind: postgres
    url_file: /run/secrets/payments-url
    query: >
      SELECT payer AS account, payee AS entity, paid_at AS at, id AS event, changed_at
      FROM payment WHERE changed_at > $1 ORDER BY changed_at
    cursor: changed_at
    lookback: 10m
    set: { layer: transfer }`;

function writeSources(): readonly string[] {
  const every = Object.keys(SOURCE_FIELDS.file).filter((key) => key in SOURCE_FIELDS.s3);
  const rows = (fields: { readonly [key: string]: SourceField }, isWanted: (key: string) => boolean) =>
    Object.entries(fields).flatMap(([key, { expects, usual, about, isSecret }]) => {
      const name = isSecret === true ? `\`${key}\` or \`${key}_file\`` : `\`${key}\``;
      return isWanted(key) ? [[name, expects, usual ?? 'it must be there', about]] : [];
    });
  const head = ['key', 'must be', 'without it', 'what it does'];
  return [
    '## Sources',
    '',
    'Where `lockstep ingest NAME` and scheduled ingests pull edges from. They stand in the config file, by name:',
    '',
    '```yaml',
    ...EXAMPLE_OF_SOURCES.split('\n'),
    '```',
    '',
    'A file or object is read when it was not read before as it is now: by its size and time of change, or its ETag. A relative path begins at the folder that the process runs in.',
    'What comes twice or late changes nothing twice. A secret in a file is read when it is needed.',
    '',
    'Every source:',
    '',
    ...table(head, [
      ['`kind`', SOURCE_KINDS.join(', '), 'it must be there', 'what kind of source it is'],
      ...rows(SOURCE_FIELDS.file, (key) => every.includes(key)),
    ]),
    '',
    ...SOURCE_KINDS.flatMap((kind) => [
      `Kind \`${kind}\`:`,
      '',
      ...table(
        head,
        rows(SOURCE_FIELDS[kind], (key) => !every.includes(key)),
      ),
      '',
    ]),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

if (import.meta.main) writeFileSync(new URL('settings.md', import.meta.url), writeSettings());
