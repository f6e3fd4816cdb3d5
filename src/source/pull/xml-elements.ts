/** An element of a document: its own text without that of its children, trimmed of nothing. */
export type XmlElement = { readonly name: string; readonly text: string; readonly children: readonly XmlElement[] };

type Open = { readonly name: string; text: string; readonly children: XmlElement[] };

const TOKEN =
  /<\?[^>]*\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s>]+)\s*>|<([^\s>/!?]+)(?:"[^"]*"|'[^']*'|[^"'>/]|\/(?!>))*(\/?)>|([^<]+)/gy;
const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The outermost element of a document without attributes that matter, such as S3 answers with; `null` when it is none. What a
 * document type may declare is not known here: a document with one is none.
 */
export function readXml(document: string): XmlElement | null {
  const root: Open = { name: '', text: '', children: [] };
  const open: Open[] = [root];
  let end = 0;
  for (const match of document.matchAll(TOKEN)) {
    const [token, verbatim, closing, opening, isEmpty, text] = match;
    end += token.length;
    const inner = open.at(-1) ?? root;
    if (verbatim !== undefined) inner.text += verbatim;
    else if (text !== undefined) inner.text += decodeEntities(text);
    else if (closing !== undefined) {
      if (open.length === 1 || inner.name !== closing) return null;
      open.pop();
    } else if (opening !== undefined) {
      const element: Open = { name: opening, text: '', children: [] };
      inner.children.push(element);
      if (isEmpty !== '/') open.push(element);
    }
  }
  const isWhole = end === document.length && open.length === 1 && root.children.length === 1;
  return isWhole ? (root.children[0] ?? null) : null;
}

/** The text of the first child of that name, or `null`. */
export function textOf(element: XmlElement, name: string): string | null {
  return element.children.find((child) => child.name === name)?.text ?? null;
}

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
