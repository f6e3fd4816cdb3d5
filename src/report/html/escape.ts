/** Markup that is safe to write. Only `html` makes it, so that a text of others cannot get in without being escaped. */
export type Html = { readonly html: string };

export type HtmlValue = Html | string | number | null | readonly HtmlValue[];

/** Markup from a template: strings and numbers put into it are escaped, markup and lists of it stand as they are, `null` is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let text = parts[0] ?? '';
  for (let i = 0; i < values.length; i++) text += markup(values[i] ?? null) + (parts[i + 1] ?? '');
  return { html: text };
}

function markup(value: HtmlValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if ('html' in value) return value.html;
  return value.map(markup).join('');
}

/** Characters that are not seen, or that turn the direction of what follows: an id could pass for another by them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu;
const SPECIAL = /[&<>"'`]/g;
const REFERENCE: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** For content and for attributes in quotes. What cannot be seen is written out, as in `⟨U+202E⟩`. */
export function escapeHtml(text: string): string {
  return visible(text).replace(SPECIAL, (character) => REFERENCE[character] ?? '');
}

export function visible(text: string): string {
  return text.toWellFormed().replace(UNSEEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `⟨U+${code}⟩`;
  });
}
