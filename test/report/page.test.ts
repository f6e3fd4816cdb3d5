import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { renderPage } from '../../src/report/html/page.ts';
import { SCRIPT, SCRIPT_HASH } from '../../src/report/html/script.ts';
import { STYLE, STYLE_HASH } from '../../src/report/html/style.ts';
import { hostileFindings, POISON } from './hostile-findings.ts';
import { makeFindings, manySpecs, sampleSpecs } from './sample-findings.ts';

const findings = makeFindings(sampleSpecs());
const page = [...renderPage(findings)].join('');

/** The page without what it consists of itself: its style and its script. */
function content(text: string): string {
  return text.replace(STYLE, '').replace(SCRIPT, '');
}

function textOf(markup: string): string {
  return markup.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

function section(text: string, rank: number): string {
  return text.slice(text.indexOf(`<section id="c${rank}"`)).split('</section>')[0] ?? '';
}

test('the policy lets through exactly the style and the script of the page', () => {
  const hash = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
  expect(STYLE_HASH).toBe(hash(STYLE));
  expect(SCRIPT_HASH).toBe(hash(SCRIPT));
  expect(page).toContain(`<style>${STYLE}</style>`);
  expect(page).toContain(`<script>${SCRIPT}</script>`);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|http|\*/);
  expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
});

test('no free text of the findings gets into the page unescaped', () => {
  const hostile = content([...renderPage(hostileFindings())].join(''));
  expect(hostile).not.toContain('<img');
  expect(hostile).not.toContain(POISON);
  expect(hostile).not.toMatch(/onfocus=["']/);
  for (const tag of ['</style>', '</script>']) expect(hostile.split(tag).length).toBe(2);
});

test('what cannot be seen in an id is written out', () => {
  expect(page).toContain('⟨U+202E⟩root⟨U+202C⟩');
  expect(page).toContain('a⟨U+200B⟩b⟨U+0007⟩c');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(page).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u200b\u202a-\u202e\u2066-\u2069]/);
});

test('the page asks for nothing from anywhere and has no live link but to itself', () => {
  expect(content(page)).not.toMatch(/<(?:img|link|iframe|object|embed|video|audio|source|base|form|use|image)\b/);
  expect(content(page)).not.toMatch(/\b(?:src|srcset|action|formaction|data|poster|xlink:href)="/);
  for (const [, target] of content(page).matchAll(/\bhref="([^"]*)"/g)) expect(target).toMatch(/^#[a-z]+\d*$/);
  expect(STYLE).not.toMatch(/url\(|@import|@font-face/);
});

test('care with device and address ids is asked for only where there are some', () => {
  const { report } = findings;
  const without = {
    ...report,
    run: { ...report.run, layers: report.run.layers.filter(({ name }) => !['device', 'ip'].includes(name)) },
  };
  expect(report.privacy.ids).toBe('raw');
  expect(page).toContain(report.privacy.note);
  expect([...renderPage({ ...findings, report: without })].join('')).not.toContain(report.privacy.note);
});

test('the same findings make the same bytes', () => {
  expect([...renderPage(structuredClone(findings))].join('')).toBe(page);
});

test('each cluster answers in the order of its reader', () => {
  const asked = [
    '<h2',
    'Coordination',
    'Expected wrong',
    '<b>Actions over time',
    '<b>For comparison',
    '<b>Who is tied to whom',
    '<h3>Why',
    '<h3>Could it be innocent',
    '<h3>What carries it',
    '<h3>Evidence',
    '<h3>Members',
    '<h3>Since last time',
    '<h3>What now',
  ];
  const places = asked.map((heading) => section(page, 1).indexOf(heading));
  expect(places.filter((place) => place < 0)).toEqual([]);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test('a failed check stands beside the sentence', () => {
  const [head = ''] = section(page, 8).split('<table');
  expect(textOf(head)).toContain(
    'Could be innocent: household. 4 accounts on one device and one address and nothing else',
  );
});

test('an axis without data is said to be unknown', () => {
  expect(textOf(section(page, 1))).toMatch(/Harm does it hurt anybody unknown no labels or complaints were given/);
});

test('what is left out is said with its count', () => {
  const told = textOf(section(page, 2));
  expect(told).toMatch(/\d+ of 5,000 accounts, [\d,]+ of [\d,]+ actions/);
  expect(told).toMatch(/\d+ of 5,000 members, \d+ of [\d,]+ links shown/);
  expect(told).toContain('The 40 most telling of 47; all of them, with every time, in evidence.ndjson.gz');
  expect(told).toContain('400 of 4,000 listed; all stand in accounts.csv');
  expect(told).toContain('Copy the 400 listed ids');
});

test('bystanders can not be copied', () => {
  for (const [, buttons = ''] of page.matchAll(/data-tier="bystander"[^>]*>(.*?)<\/h4>/gs))
    expect(buttons).not.toContain('<button');
  expect(page).toContain('data-tier="bystander"');
});

test('texts that people wrote are folded', () => {
  const folded = [...page.matchAll(/<details class="fold"><summary>\d+ characters, folded/g)];
  expect(folded.length).toBeGreaterThan(3);
});

test('a hundred large clusters with long ids stay under 2 MB, and the first are the fullest', () => {
  const nameAccount = (i: number) => `${'account-with-a-long-name/'.repeat(1 + (i % 40))}${i}`;
  const many = manySpecs(100, (i) => (i < 4 ? 120 : 40)).map((spec) => ({
    ...spec,
    nameAccount: (i: number) => nameAccount(i + spec.rank * 1000),
  }));
  const text = [...renderPage(makeFindings(many))].join('');
  expect(new TextEncoder().encode(text).length).toBeLessThan(2_000_000);
  expect([...text.matchAll(/<section id="c/g)].length).toBe(100);
  expect(section(text, 1).length).toBeGreaterThan(section(text, 96).length);
});

test('of thousands of clusters the first hundred are shown, a thousand are listed, and the rest is counted', () => {
  const text = [...renderPage(makeFindings(manySpecs(2300, (i) => 2 + (i % 3))))].join('');
  expect(new TextEncoder().encode(text).length).toBeLessThan(2_000_000);
  expect([...text.matchAll(/<section id="c/g)].length).toBe(100);
  expect(text).toContain('The first 1,000 of 2,300 clusters; the other 1,300 stand in clusters.csv.');
  expect(text).toContain('The first 100 lead to their section; the other 2,200 are only drawn.');
});

test('a run that found nothing says so, and what it did not see', () => {
  const text = textOf(content([...renderPage(makeFindings([]))].join('')));
  expect(text).toContain('No cluster was found among 500,000 accounts.');
  expect(text).toContain('Not enough data in follow');
  expect(text).not.toContain('Clusters by rank');
});

test('a cluster without figures, evidence, checks or trials is still told', () => {
  const [first] = findings.report.clusters;
  if (first === undefined) throw new Error('no cluster');
  const bare = {
    ...first,
    evidence: [],
    evidence_total: 0,
    links_top: [],
    links_total: 0,
    innocent_checks: [],
    signals: [],
    robustness: { without_layer: [], without_entity: null, without_account: null },
  };
  const report = { ...findings.report, clusters: [bare] };
  const text = textOf(content([...renderPage({ ...findings, report, figures: [], evidence: [] })].join('')));
  expect(text).toContain('No figures were drawn for this cluster.');
  expect(text).toContain('No innocent explanation was checked.');
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
});

test('nothing in the page is not a number', () => {
  expect(content(page)).not.toMatch(/NaN|undefined|Infinity|\[object/);
});
