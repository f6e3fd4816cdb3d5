import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderPage } from '../../src/report/html/page.ts';
import { readCsvRows } from '../../src/report/read-csv-rows.ts';
import { hostileFindings } from '../report/hostile-findings.ts';
import { HOSTILE, makeFindings, sampleSpecs } from '../report/sample-findings.ts';

const browserPath =
  [process.env['CHROMIUM_PATH'], '/usr/bin/chromium'].find((path) => path !== undefined && existsSync(path)) ?? null;
const withBrowser = test.runIf(browserPath !== null);

const folder = mkdtempSync(join(tmpdir(), 'lockstep-report-'));
const findings = makeFindings(sampleSpecs().filter(({ size }) => size < 1000));
const pages = { sample: join(folder, 'sample.html'), hostile: join(folder, 'hostile.html') };
let browser: Browser | null = null;

beforeAll(async () => {
  if (browserPath === null) return;
  writeFileSync(pages.sample, [...renderPage(findings)].join(''));
  writeFileSync(pages.hostile, [...renderPage(hostileFindings())].join(''));
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  browser = await chromium.launch({ executablePath: browserPath, args });
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

type Seen = { readonly page: Page; readonly complaints: string[]; readonly requests: string[] };

/** Opens a page and notes every complaint of the browser (policy, errors, dialogs) and every request. */
async function open(file: string, options: BrowserContextOptions = {}): Promise<Seen> {
  if (browser === null) throw new Error('no browser');
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { page, complaints, requests };
}

const texts = (page: Page, selector: string) => page.locator(selector).allInnerTexts();

withBrowser('without scripts everything stands in the page, and no control that would do nothing', async () => {
  const { page } = await open(pages.sample, { javaScriptEnabled: false });
  expect(await texts(page, 'section.cluster h2')).toEqual(findings.report.clusters.map(({ summary }) => summary));
  expect(await page.locator('.ranked tbody tr').count()).toBe(findings.report.clusters.length);
  expect(await page.locator('svg.raster').count()).toBeGreaterThan(5);
  expect(await page.locator('svg.matrix').count()).toBe(1);
  expect(await page.locator('#c1 .mb tbody tr').count()).toBe(23);
  for (const control of await page.locator('button, input').all()) expect(await control.isVisible()).toBe(false);
});

withBrowser('the browser complains of nothing and asks for nothing but the file', async () => {
  const { page, complaints, requests } = await open(pages.sample);
  await page.locator('#c1 svg.raster').first().hover();
  await page.locator('.landing a').first().focus();
  expect(complaints).toEqual([]);
  expect(requests).toEqual([pathToFileURL(pages.sample).href]);
});

withBrowser('hostile text in every field makes no element, attribute, dialog or violation', async () => {
  const { page, complaints } = await open(pages.hostile);
  await page.locator('#filter').fill('img');
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.locator('script').count()).toBe(1);
  const handlers = await page.evaluate<number>(
    "[...document.querySelectorAll('*')].flatMap((node) => [...node.attributes]).filter(({ name }) => name.startsWith('on')).length",
  );
  expect(handlers).toBe(0);
  expect(complaints).toEqual([]);
});

withBrowser('a script that got in by some other way would not run', async () => {
  const { page, complaints } = await open(pages.sample);
  const inject =
    "const script = document.createElement('script'); script.append('window.broken = true'); document.body.append(script)";
  await page.evaluate(inject).catch(() => undefined);
  expect(await page.evaluate<boolean>("'broken' in window")).toBe(false);
  expect(complaints.join(' ')).toMatch(/Content Security Policy|TrustedScript/);
});

withBrowser('a click on a heading sorts, a second turns it round, and equal rows keep their rank', async () => {
  const { page } = await open(pages.sample);
  const column = (place: number) => texts(page, `.ranked tbody td:nth-child(${place})`);
  const heading = page.locator('.ranked th', { hasText: 'Accounts' });
  await heading.locator('button').click();
  const sizes = (await column(3)).map((text) => Number(text.replace(',', '')));
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  expect(await heading.getAttribute('aria-sort')).toBe('ascending');
  await heading.locator('button').click();
  expect((await column(3)).map((text) => Number(text.replace(',', '')))).toEqual([...sizes].reverse());
  await page.locator('.ranked th', { hasText: 'Band' }).locator('button').click();
  expect(await column(5)).toEqual(findings.report.clusters.map(({ band }) => band));
});

withBrowser('j and k go from cluster to cluster, and / leads to the filter', async () => {
  const { page } = await open(pages.sample);
  const focused = () => page.evaluate<string>('document.activeElement.id');
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
    return focused();
  };
  const ranks = findings.report.clusters.map(({ rank }) => `c${rank}`);
  expect(await press('j')).toBe(ranks[0]);
  expect(await press('j', 'j')).toBe(ranks[2]);
  expect(await press('k')).toBe(ranks[1]);
  expect(
    await page.locator(`#${ranks[1]}`).evaluate((node) => Math.abs(node.getBoundingClientRect().top)),
  ).toBeLessThan(2);
  expect(await press('/')).toBe('filter');
  await page.keyboard.type('j');
  expect(await page.locator('#filter').inputValue()).toBe('j');
});

withBrowser('the filter finds the cluster of an account', async () => {
  const { page } = await open(pages.sample);
  const [, second] = findings.report.clusters;
  await page.locator('#filter').fill(second?.members[3]?.account_id ?? '');
  expect(await texts(page, '.ranked tbody tr:not([hidden]) td:first-child')).toEqual([String(second?.rank)]);
  expect(await page.locator('#matches').textContent()).toBe(`1 of ${findings.report.clusters.length} rows`);
  await page.keyboard.press('Escape');
  expect(await page.locator('.ranked tbody tr:not([hidden])').count()).toBe(findings.report.clusters.length);
});

withBrowser('ids are copied and saved as they are, hidden characters and quotes included', async () => {
  const { page, complaints } = await open(pages.sample, { acceptDownloads: true });
  const hostile = findings.report.clusters.find(({ members }) =>
    members.some(({ account_id }) => account_id === HOSTILE[0]),
  );
  const core = hostile?.members.filter(({ tier }) => tier === 'core').map(({ account_id }) => account_id) ?? [];
  const tier = page.locator(`#c${hostile?.rank} [data-tier="core"]`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    tier.locator('button[data-copy="csv"]').click(),
  ]);
  expect(download.suggestedFilename()).toBe(`cluster-${hostile?.rank}-core.csv`);
  const rows = [...readCsvRows([readFileSync(await download.path(), 'utf8')])].slice(1);
  expect(rows).toEqual(core.map((id) => [id, hostile?.cluster_id, 'core']));
  await tier.locator('button[data-copy="ids"]').click();
  await tier.locator(`text=Copied ${core.length}`).waitFor({ timeout: 2000 });
  expect(complaints).toEqual([]);
});

withBrowser('a long id is shown without its middle, but selected whole', async () => {
  const { page } = await open(pages.sample);
  const id = page.locator('.ev .id[title]').first();
  await page.evaluate("getSelection().selectAllChildren(document.querySelector('.ev .id[title]'))");
  const selected = await page.evaluate<string>('getSelection().toString()');
  expect(selected).toBe(await id.getAttribute('title'));
  expect(await id.evaluate((node) => node.getBoundingClientRect().width)).toBeLessThan(400);
});

withBrowser.each(['light', 'dark'] as const)(
  'no window, however narrow, scrolls sideways (%s)',
  async (colorScheme) => {
    for (const width of [360, 768, 1280, 1920]) {
      const { page } = await open(pages.sample, { viewport: { width, height: 900 }, colorScheme });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth'), `at ${width}`).toBeLessThanOrEqual(
        width,
      );
      await page.context().close();
    }
  },
);

withBrowser('on paper each cluster begins a page, in black on white', async () => {
  const { page } = await open(pages.sample, { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const breaks = await page.evaluate<readonly string[]>(
    "[...document.querySelectorAll('section.cluster')].map((node) => getComputedStyle(node).breakBefore)",
  );
  expect(new Set(breaks)).toEqual(new Set(['page']));
  expect(await page.evaluate<string>('getComputedStyle(document.body).color')).toBe('rgb(27, 31, 36)');
  expect(await page.locator('.tools').first().isVisible()).toBe(false);
});
