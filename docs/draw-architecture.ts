// Draws the floors of the house as docs/architecture.svg, from the list that the checks hold (test/floors.json).
// `npm run docs:architecture` writes it anew; a test fails when the committed picture is another one.
import { writeFileSync } from 'node:fs';
import house from '../test/floors.json' with { type: 'json' };

const WIDTH = 960;
const MARGIN = 24;
const FLOOR_HEIGHT = 64;
const GAP = 14;
const HEAD = 30;
const FOOT = 52;

/** The picture as SVG text: the highest floor on top, rooms of one floor beside each other, pure rooms tinted. */
export function drawArchitecture(): string {
  const floors = [...house.floors].reverse();
  const height = HEAD + floors.length * (FLOOR_HEIGHT + GAP) + FOOT;
  const rooms = floors.flatMap((floor, i) => drawFloor(floor, HEAD + i * (FLOOR_HEIGHT + GAP)));
  const last = HEAD + floors.length * (FLOOR_HEIGHT + GAP) + 10;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title about">`,
    '<title id="title">The floors of Lockstep</title>',
    `<desc id="about">From top to bottom: ${floors.map((floor) => floor.join(', ')).join('; ')}. Imports lead downwards only.</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="page" width="${WIDTH}" height="${height}"/>`,
    `<text class="note" x="${MARGIN}" y="18">A folder imports from lower floors only: never from above, never from beside.</text>`,
    ...rooms,
    `<rect class="room pure" x="${MARGIN}" y="${last}" width="16" height="16" rx="3"/>`,
    `<text class="note" x="${MARGIN + 24}" y="${last + 12}">pure: no Node core module, no clock, no chance; what it needs is an argument</text>`,
    '</svg>',
    '',
  ].join('\n');
}

const STYLE = [
  'text{font-family:system-ui,sans-serif;fill:#1b2733}',
  '.page{fill:#ffffff}',
  '.room{fill:#eef2f6;stroke:#8496a8}',
  '.pure{fill:#d6ebe3;stroke:#3f8f73}',
  '.name{font-size:16px;font-weight:600}',
  '.says{font-size:11px;fill:#44566a}',
  '.note{font-size:12px;fill:#44566a}',
].join('');

function drawFloor(floor: readonly string[], top: number): readonly string[] {
  const width = (WIDTH - 2 * MARGIN - (floor.length - 1) * GAP) / floor.length;
  return floor.flatMap((room, i) => {
    const left = MARGIN + i * (width + GAP);
    const lines = wrap(says(room), Math.floor((width - 20) / 6.3));
    return [
      `<rect class="room${house.pure.folders.includes(room) ? ' pure' : ''}" x="${round(left)}" y="${top}" width="${round(width)}" height="${FLOOR_HEIGHT}" rx="6"/>`,
      `<text class="name" x="${round(left + 10)}" y="${top + 22}">${room}</text>`,
      ...lines.map(
        (line, row) => `<text class="says" x="${round(left + 10)}" y="${top + 39 + row * 14}">${line}</text>`,
      ),
    ];
  });
}

function says(room: string): string {
  return Object.entries(house.says).find(([name]) => name === room)?.[1] ?? '';
}

function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= columns) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;'));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

if (import.meta.main) writeFileSync(new URL('architecture.svg', import.meta.url), drawArchitecture());
