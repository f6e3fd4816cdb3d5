import { expect, test } from 'vitest';
import type { GraphFigure } from '../../src/model/findings.ts';
import { DETAILS } from '../../src/report/html/detail.ts';
import { html } from '../../src/report/html/escape.ts';
import { fitSections } from '../../src/report/html/fit-sections.ts';
import { chooseLinks, growAccounts } from '../../src/report/html/graph-choice.ts';
import { layOut } from '../../src/report/html/layout.ts';
import { createRandom } from './sample-spec.ts';

function randomGraph(accounts: number, links: number): GraphFigure {
  const random = createRandom(7);
  const pairs = new Map<string, GraphFigure['links'][number]>();
  for (let i = 1; i < accounts; i++) pairs.set(`${i}`, [Math.floor(random() * i), i, 1 + random(), 0]);
  while (pairs.size < links) {
    const [a, b] = [Math.floor(random() * accounts), Math.floor(random() * accounts)];
    if (a < b) pairs.set(`${a} ${b}`, [a, b, 2 + random() * 10, 0]);
  }
  return {
    accounts: Array.from({ length: accounts }, (_, i) => `a${i}`),
    layers: ['link'],
    links: [...pairs.values()],
    links_total: links,
  };
}

test('the accounts drawn of a connected graph are connected, and a barer drawing shows the first of them', () => {
  const figure = randomGraph(300, 900);
  const accounts = growAccounts(figure, 50);
  expect(growAccounts(figure, 20)).toEqual(accounts.slice(0, 20));
  const reached = new Set(accounts.slice(0, 1));
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const [a, b] of chooseLinks(figure, accounts, 49)) if (reached.has(a) || reached.has(b)) reached.add(a).add(b);
  }
  expect(reached.size).toBe(50);
});

test('of the links that are drawn the heaviest fill what the connecting ones leave', () => {
  const figure = randomGraph(40, 200);
  const all = growAccounts(figure, 40);
  const links = chooseLinks(figure, all, 100);
  expect(links.length).toBe(100);
  const chosen = new Set(links);
  const lightestExtra = Math.min(...links.slice(39).map(([, , weight]) => weight));
  for (const link of figure.links) if (!chosen.has(link)) expect(link[2]).toBeLessThanOrEqual(lightestExtra);
});

test('a layout is the same every time, within its box, and tells the vertices apart', () => {
  const links = randomGraph(60, 150).links.map(([a, b, weight]) => [a, b, weight] as const);
  const points = layOut(60, links, { width: 592, height: 392 });
  expect(layOut(60, links, { width: 592, height: 392 })).toEqual(points);
  for (const { x, y } of points) expect(x >= 0 && x <= 592 && y >= 0 && y <= 392).toBe(true);
  expect(new Set(points.map(({ x, y }) => `${x} ${y}`)).size).toBeGreaterThan(55);
});

test('linked vertices lie nearer to each other than others do', () => {
  const links = [0, 1, 2].flatMap((group) =>
    [0, 1, 2, 3].flatMap((i) =>
      [1, 2, 3].filter((k) => i + k < 5).map((k) => [group * 5 + i, group * 5 + i + k, 5] as const),
    ),
  );
  const points = layOut(15, [...links, [0, 5, 0.1], [5, 10, 0.1]], { width: 500, height: 500 });
  const far = (a: number, b: number) =>
    Math.hypot((points[a]?.x ?? 0) - (points[b]?.x ?? 0), (points[a]?.y ?? 0) - (points[b]?.y ?? 0));
  const mean = (pairs: readonly (readonly [number, number])[]) =>
    pairs.reduce((sum, [a, b]) => sum + far(a, b), 0) / pairs.length;
  const inside = links.map(([a, b]) => [a, b] as const);
  expect(mean(inside)).toBeLessThan(
    mean([
      [1, 7],
      [2, 12],
      [8, 13],
      [3, 9],
      [4, 14],
    ]) / 2,
  );
});

test('graphs of no, one, two and unlinked accounts are drawn', () => {
  const box = { width: 100, height: 100 };
  expect(layOut(0, [], box)).toEqual([]);
  expect(layOut(1, [], box)).toEqual([{ x: 50, y: 50 }]);
  for (const { x, y } of [...layOut(2, [[0, 1, 0]], box), ...layOut(5, [], box)])
    expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
});

test('where room is short the heavy sections become barer and the light ones stay whole', () => {
  const drawn: number[][] = [[], []];
  const draws = [20, 2000].map((size, section) => ({ members }: { members: number }, isDraft: boolean) => {
    if (!isDraft) drawn[section]?.push(members);
    return html`${'x'.repeat(Math.min(size, members * 5))}`;
  });
  const texts = [...fitSections(draws, 500)];
  expect(texts.join('').length).toBeLessThanOrEqual(500);
  expect(drawn[0]).toEqual([DETAILS[0].members]);
  expect(drawn[1]?.[0]).toBeLessThan(DETAILS[0].members);
});
