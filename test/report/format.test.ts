import { expect, test } from 'vitest';
import { escapeHtml, html } from '../../src/report/html/escape.ts';
import {
  countOf,
  formatCount,
  formatDuration,
  formatList,
  formatNumber,
  formatPart,
  formatShare,
  formatSpan,
} from '../../src/report/html/format.ts';
import { copiedIdHtml, idHtml, shortText } from '../../src/report/html/ids.ts';
import { timeTicks } from '../../src/report/html/time-axis.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1204, '1,204'],
  [1_234_567, '1,234,567'],
])('%d is written %s', (value, text) => expect(formatCount(value)).toBe(text));

test.each([
  [0.000412, '0.00041'],
  [0.93412, '0.93'],
  [4.2, '4.2'],
  [41.26, '41.3'],
  [412.7, '413'],
  [-3.129, '−3.13'],
  [7, '7'],
  [-12_000, '−12,000'],
])('%d is rounded to what it is worth: %s', (value, text) => expect(formatNumber(value)).toBe(text));

test.each([
  [0, '0 %'],
  [0.0004, '< 0.1 %'],
  [0.0312, '3.1 %'],
  [0.884, '88 %'],
  [0.9996, '> 99.9 %'],
  [1, '100 %'],
])('a share of %d is %s', (value, text) => expect(spaced(formatShare(value))).toBe(text));

test.each([
  [40, '40 ms'],
  [4000, '4 s'],
  [60_000, '1 min'],
  [90_000, '1 min 30 s'],
  [5_400_000, '1 h 30 min'],
  [86_400_000, '1 day'],
  [6 * 86_400_000, '6 days'],
])('%d ms last %s', (value, text) => expect(spaced(formatDuration(value))).toBe(text));

/** Numbers are glued to their units. */
function spaced(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

test('a span does not say twice what its ends have in common', () => {
  expect(formatSpan('2026-03-01T10:00:00.000Z', '2026-03-01T10:00:04.000Z')).toBe('2026-03-01 10:00 to 10:00:04');
  expect(formatSpan('2026-03-01T10:00:00.000Z', '2026-03-07T10:00:00.000Z')).toBe('2026-03-01 to 2026-03-07 (6 days)');
  expect(formatSpan(null, null)).toBe('times unknown');
});

test('parts of a score carry their sign, counts their plural, lists their and', () => {
  expect([formatPart(0.414), formatPart(-0.05)]).toEqual(['+0.41', '−0.05']);
  expect([countOf(1, 'account'), countOf(2, 'account')]).toEqual(['1 account', '2 accounts']);
  expect([formatList([]), formatList(['a']), formatList(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
});

test('a template escapes what is put into it, and markup of its own stays', () => {
  expect(html`<b title="${'"<&>\'`'}">${html`<i>`}${null}${[1, '&']}</b>`.html).toBe(
    '<b title="&quot;&lt;&amp;&gt;&#39;&#96;"><i>1&amp;</b>',
  );
});

test('lone surrogates and controls do not get into the page', () => {
  expect(escapeHtml('a\ud800b\u0000\r\n')).toBe('a\ufffdb⟨U+0000⟩⟨U+000D⟩⟨U+000A⟩');
});

test('a long id shows its ends and keeps its middle for copying', () => {
  const id = `start-${'x'.repeat(60)}-end`;
  const { html: markup } = idHtml(id);
  expect(markup.replaceAll(/<[^>]*>/g, '')).toBe(id);
  expect(markup).toContain(`title="${id}"`);
  expect(markup).toContain('<i>');
  expect(shortText(id, 12)).toBe('start-xx…end');
});

test('the copy buttons find every id exactly: in its text, or beside it when it is shown otherwise than it is', () => {
  for (const id of ['plain', 'a\u202eb', 'line\nbreak', `x${'y'.repeat(900)}z`, `\u200b${'y'.repeat(900)}`]) {
    const { html: markup } = copiedIdHtml(id);
    const [, encoded] = /data-id="([^"]*)"/.exec(markup) ?? [];
    expect(encoded === undefined ? markup.replaceAll(/<[^>]*>/g, '') : decodeURIComponent(encoded)).toBe(id);
  }
});

test('an axis has round times, at most as many as asked for, for any length from a second to decades', () => {
  for (let length = 1000; length < 2e12; length *= 3.7) {
    const from = 1_770_000_123_456;
    const ticks = timeTicks(from, from + length, 7);
    expect(ticks.length).toBeLessThanOrEqual(7);
    if (length > 20_000) expect(ticks.length).toBeGreaterThan(0);
    for (const { at } of ticks) expect(at).toBeGreaterThanOrEqual(from);
  }
});
