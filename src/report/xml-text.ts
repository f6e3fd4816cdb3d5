/**
 * Characters that XML 1.0 cannot hold, not even as a reference: a parser refuses the whole file for one of them.
 * https://www.w3.org/TR/xml/#charsets
 */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const REFERENCE: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** The text as XML can hold it: what it cannot becomes U+FFFD. Vertices are named by number, so no two of them fall together. */
export function xmlSafe(text: string): string {
  return text.toWellFormed().replace(FORBIDDEN, '\ufffd');
}

/** For content and for attributes in either quote. */
export function xmlEscape(text: string): string {
  return xmlSafe(text).replace(/[&<>"'\t\n\r]/g, (character) => REFERENCE[character] ?? '');
}
