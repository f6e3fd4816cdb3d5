import { type Html, html, visible } from './escape.ts';
import { formatCount } from './format.ts';

/** How much of a long id is seen: what is longer than `longest` shows its first `head` and last `tail` characters. */
type Shortening = { readonly longest: number; readonly head: number; readonly tail: number };

/** A UUID stands whole. */
const ACCOUNT: Shortening = { longest: 36, head: 20, tail: 12 };
/** The site stands at the beginning of a link, and is what it is known by. */
const ENTITY: Shortening = { longest: 44, head: 28, tail: 12 };
/** An id that is longer (it may have 1,024 bytes) is cut in the title too; the files have all of it. */
const LONGEST_WHOLE = 160;

/**
 * An id as shown: the middle is there for copying, printing and searching, but not seen. Isolated, so that text that runs from
 * right to left stays in its place.
 */
export function idHtml(id: string, shortening: Shortening = ACCOUNT): Html {
  return shownId(id, shortening, null, false);
}

/**
 * An id that the copy buttons take: all of it stands in the text, however long. Where what is shown is not what it is, `data-id`
 * holds the id itself.
 */
export function copiedIdHtml(id: string): Html {
  const isExact = visible(id) === id;
  const exact = isExact ? null : html` data-id="${encodeURIComponent(id.toWellFormed())}"`;
  return shownId(id, ACCOUNT, exact, isExact);
}

function shownId(id: string, { longest, head, tail }: Shortening, exact: Html | null, isWhole: boolean): Html {
  const shown = [...visible(id)];
  if (shown.length <= longest) return html`<bdi class="id"${exact}>${id}</bdi>`;
  const cut = shown.length <= LONGEST_WHOLE ? shown : cutMiddle(shown);
  const text = isWhole ? shown : cut;
  return html`<bdi class="id" title="${cut.join('')}"${exact}>${text.slice(0, head).join('')}<i>${text.slice(head, -tail).join('')}</i>${text.slice(-tail).join('')}</bdi>`;
}

function cutMiddle(shown: readonly string[]): readonly string[] {
  const cut = shown.length - LONGEST_WHOLE;
  return [...shown.slice(0, 100), `[${formatCount(cut)} characters cut]`, ...shown.slice(100 + cut)];
}

/** Plain and short, for drawings. */
export function shortText(text: string, longest: number): string {
  const shown = [...visible(text)];
  if (shown.length <= longest) return shown.join('');
  const tail = Math.floor((longest - 1) / 3);
  return `${shown.slice(0, longest - 1 - tail).join('')}…${shown.slice(shown.length - tail).join('')}`;
}

/** A sentence cut at a word, where a link or the files have all of it. */
export function cutText(text: string, longest: number): string {
  const shown = [...visible(text)];
  if (shown.length <= longest) return shown.join('');
  const cut = shown.slice(0, longest - 1).join('');
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longest >> 1))}…`;
}

/** Layers whose entities are what people wrote or showed: folded until asked for, unless it is only a key. So is whatever reads like prose. */
const SENSITIVE_LAYERS: ReadonlySet<string> = new Set(['text', 'media']);
/** One word with a digit in it, as keys and hashes are. */
const KEY = /^(?=.*\d)[\w:.+/=-]{1,80}$/;

export function isSensitive(layer: string, entity: string): boolean {
  return SENSITIVE_LAYERS.has(layer) ? !KEY.test(entity) : entity.length > 80 && /\s/.test(entity);
}

export function entityHtml(layer: string, entity: string): Html {
  if (!isSensitive(layer, entity)) return idHtml(entity, ENTITY);
  const shown = [...visible(entity)];
  const text = shown.length <= LONGEST_WHOLE ? shown : cutMiddle(shown);
  const length = formatCount([...entity].length);
  return html`<details class="fold"><summary>${length} characters, folded</summary><bdi>${text.join('')}</bdi></details>`;
}

export function entityText(layer: string, entity: string, longest: number): string {
  return isSensitive(layer, entity) ? `(${layer}, folded)` : shortText(entity, longest);
}
