import { LABELS, LEFT, PLOT, WIDTH } from './raster-drawing.ts';

/** What the policy in the page's head lets through: SHA-256 of `SCRIPT`, kept by a test. */
export const SCRIPT_HASH = 'sha256-tnzlIk+b4caw227w5wBapIcP3sk64cSkwsjL7jLr0gs=';

/**
 * Sorting, filtering, keys, copying and tooltips. Adds convenience only: everything that it reads stands in the page, and it makes
 * text and elements, never markup, as the policy (Trusted Types) asks.
 */
export const SCRIPT = `
'use strict';
(() => {
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);
const exact = (node) => node.dataset.id === undefined ? node.textContent : decodeURIComponent(node.dataset.id);
for (const tools of all('.tools')) tools.hidden = false;

const table = one('.ranked');
const ORDER = { high: 0, medium: 1, low: 2 };
const keyOf = (row, place, kind) => {
  const cell = row.cells[place];
  if (kind === 'n') return Number(cell.textContent.replaceAll(',', ''));
  if (kind === 'v') return cell.dataset.v ?? cell.textContent;
  if (kind === 'b') return ORDER[cell.textContent] ?? 3;
  return cell.textContent;
};
const sortBy = (head, place) => {
  const isUp = head.getAttribute('aria-sort') !== 'ascending';
  for (const other of all('th', table)) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', isUp ? 'ascending' : 'descending');
  const body = table.tBodies[0];
  const keyed = [...body.rows].map((row) => ({ row, key: keyOf(row, place, head.dataset.sort), rank: Number(row.cells[0].textContent) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) * (isUp ? 1 : -1) || a.rank - b.rank);
  body.append(...keyed.map(({ row }) => row));
};
if (table) {
  all('th', table).forEach((head, place) => {
    if (head.dataset.sort === undefined) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    button.addEventListener('click', () => sortBy(head, place));
    head.replaceChildren(button);
  });
}

const filter = one('#filter');
const texts = new Map();
const textOf = (row) => {
  let text = texts.get(row);
  if (text === undefined) {
    const section = one('#c' + row.cells[0].textContent);
    text = (row.textContent + ' ' + (section ? section.textContent : '')).toLowerCase();
    texts.set(row, text);
  }
  return text;
};
const applyFilter = () => {
  const words = filter.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
  let shown = 0;
  for (const row of table.tBodies[0].rows) {
    const isShown = words.every((word) => textOf(row).includes(word));
    row.hidden = !isShown;
    if (isShown) shown++;
  }
  one('#matches').textContent = words.length === 0 ? '' : shown + ' of ' + table.tBodies[0].rows.length + ' rows';
};
if (filter) filter.addEventListener('input', applyFilter);

const sections = all('section.cluster');
const step = (by) => {
  const tops = sections.map((section) => section.getBoundingClientRect().top);
  const current = tops.findLastIndex((top) => top < 40);
  const target = sections[Math.max(0, Math.min(sections.length - 1, by > 0 ? current + 1 : (tops[current] < -40 ? current : current - 1)))];
  if (!target) return;
  target.scrollIntoView();
  target.focus({ preventScroll: true });
};
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof HTMLInputElement) {
    if (event.key === 'Escape') { filter.value = ''; applyFilter(); filter.blur(); }
    return;
  }
  if (event.key === 'j') step(1);
  else if (event.key === 'k') step(-1);
  else if (event.key === '/' && filter) { event.preventDefault(); filter.scrollIntoView({ block: 'center' }); filter.focus(); filter.select(); }
});

const copyText = async (text) => {
  try { await navigator.clipboard.writeText(text); return true; } catch { /* not allowed here: the old way */ }
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
};
const csvCell = (text) => {
  const safe = /^'*[=+\\-@\\t\\r]/.test(text) ? "'" + text : text;
  return /[",\\r\\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
};
const saveText = (name, text) => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  link.download = name + '.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
document.addEventListener('click', async (event) => {
  const button = event.target instanceof Element ? event.target.closest('button[data-copy]') : null;
  if (!button) return;
  const tier = button.closest('.tier');
  const ids = all('tbody .id', tier).map(exact);
  if (button.dataset.copy === 'csv') {
    const rows = ids.map((id) => [csvCell(id), tier.dataset.cluster, tier.dataset.tier].join(','));
    saveText(button.dataset.name, ['account_id,cluster_id,tier', ...rows].join('\\n') + '\\n');
    return;
  }
  const label = button.textContent;
  button.textContent = (await copyText(ids.join('\\n') + '\\n')) ? 'Copied ' + ids.length : 'Copying is not allowed here';
  setTimeout(() => { button.textContent = label; }, 1500);
});

const tip = one('#tip');
const showTip = (text, x, y) => {
  tip.textContent = text;
  tip.hidden = false;
  tip.style.left = Math.min(x + 14, innerWidth - tip.offsetWidth - 8) + 'px';
  tip.style.top = Math.min(y + 14, innerHeight - tip.offsetHeight - 8) + 'px';
};
const LEFT = ${LEFT}, PLOT = ${PLOT}, TOP = ${LABELS};
const idOf = (section, number) => {
  const row = all('.mb tbody tr', section).find((candidate) => candidate.cells[0].textContent === number);
  return row ? one('.id', row).textContent : 'not listed here';
};
for (const svg of all('svg.raster[data-rows]')) {
  const rows = svg.dataset.rows.split(',');
  const from = Number(svg.dataset.from), to = Number(svg.dataset.to);
  svg.addEventListener('pointermove', (event) => {
    const box = svg.getBoundingClientRect();
    const scale = ${WIDTH} / box.width;
    const x = (event.clientX - box.left) * scale, y = (event.clientY - box.top) * scale;
    const number = rows[Math.floor((y - TOP) / Number(svg.dataset.row))];
    if (number === undefined || y < TOP || x < LEFT || x > LEFT + PLOT) { tip.hidden = true; return; }
    const at = new Date(from + (to - from) * (x - LEFT) / PLOT).toISOString().slice(0, 19).replace('T', ' ');
    showTip('No. ' + number + ': ' + idOf(svg.closest('section'), number) + ', ' + at, event.clientX, event.clientY);
  });
  svg.addEventListener('pointerleave', () => { tip.hidden = true; });
}
for (const link of all('.landing svg a')) {
  const title = one('title', link);
  const text = title.textContent;
  link.setAttribute('aria-label', text);
  title.remove();
  link.addEventListener('pointermove', (event) => showTip(text, event.clientX, event.clientY));
  link.addEventListener('focus', () => { const box = link.getBoundingClientRect(); showTip(text, box.right, box.bottom); });
  for (const end of ['pointerleave', 'blur']) link.addEventListener(end, () => { tip.hidden = true; });
}
})();
`;
