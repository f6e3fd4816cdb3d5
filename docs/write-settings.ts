// Writes the tables of docs/settings.md from the code. `npm run docs:settings` writes it anew; a test fails when the
// committed page says something else.
import { writeFileSync } from 'node:fs';
import { formatDuration } from '../src/config/duration.ts';
import { envNameOf, SETTING_NAMES, SETTINGS } from '../src/config/settings.ts';
import { DEFAULT_SETTINGS, KNOWN_LAYER_TYPES } from '../src/model/layer.ts';

/** The page as Markdown. */
export function writeSettings(): string {
  return [
    '# Settings',
    '',
    '<!-- Written by `npm run docs:settings` from src/config/settings.ts and src/model/layer.ts. Change those. -->',
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
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

if (import.meta.main) writeFileSync(new URL('settings.md', import.meta.url), writeSettings());
