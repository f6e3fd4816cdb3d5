import { expect, test } from 'vitest';
import { STYLE } from '../../src/report/html/style.ts';

type Palette = ReadonlyMap<string, string>;

/** The custom properties of the light theme, and those with the dark ones over them. */
function palettes(): { readonly light: Palette; readonly dark: Palette } {
  const [light = '', dark = ''] = [...STYLE.matchAll(/:root\{([^}]*)\}/g)].map(([, body = '']) => body);
  const read = (body: string) =>
    [...body.matchAll(/--(\w+):(#[0-9a-fA-F]{3,6})/g)].map(([, name = '', colour = '']) => [name, colour] as const);
  return { light: new Map(read(light)), dark: new Map([...read(light), ...read(dark)]) };
}

/** WCAG 2.2, 1.4.3. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const digits = colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit).join('') : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const THEMES = Object.entries(palettes());

test.each(THEMES)('text in the %s theme stands out at least 4.5 to 1', (_, palette) => {
  const pairs = ['ink', 'dim', 'link', 'high', 'medium', 'low'].flatMap((text) =>
    ['paper', 'sheet'].map((ground) => [text, ground] as const),
  );
  for (const [text, ground] of [...pairs, ['ink', 'warn'] as const]) {
    expect(contrast(palette.get(text) ?? '', palette.get(ground) ?? ''), `${text} on ${ground}`).toBeGreaterThanOrEqual(
      4.5,
    );
  }
});

test('layers take the colours of Okabe and Ito in their order', () => {
  const { light } = palettes();
  const colours = Array.from({ length: 8 }, (_, i) => light.get(`l${i}`)?.toUpperCase());
  expect(colours).toEqual(['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#F0E442', '#000']);
});

test('each layer has dashes of its own beside its colour', () => {
  const dashes = Array.from(
    { length: 9 },
    (_, i) =>
      new RegExp(`\\n?\\.l${i}\\{stroke:var\\(--l${i}\\)(?:;stroke-dasharray:([^;}]*))?`).exec(STYLE)?.[1] ?? 'none',
  );
  expect(new Set(dashes).size).toBe(9);
});
