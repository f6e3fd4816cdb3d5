/** An element of a small XML reader that accepts only what is well-formed, for the files we write. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
};

const TOKEN = /<\?[^?]*\?>|<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const REFERENCES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function readXml(text: string): XmlElement {
  if (/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(text))
    throw new Error('a character that XML cannot hold');
  const root: XmlElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [root];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    at = match.index + match[0].length;
    const [, isEnd, name, attributes = '', isEmpty, content] = match;
    const parent = open.at(-1) ?? root;
    if (content !== undefined) parent.text += resolve(content);
    else if (name === undefined) continue;
    else if (isEnd === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`);
    } else {
      const element = { name, attributes: attributesOf(attributes), children: [], text: '' };
      parent.children.push(element);
      if (isEmpty !== '/') open.push(element);
    }
  }
  if (at !== text.length) throw new Error(`not well-formed at character ${at}: ${text.slice(at, at + 60)}`);
  const [first] = root.children;
  if (open.length !== 1 || root.children.length !== 1 || first === undefined)
    throw new Error('not one closed root element');
  return first;
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/([\w.:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, resolve(value)]),
  );
}

function resolve(text: string): string {
  return text.replaceAll(/&(#(\d+)|#x([\da-fA-F]+)|\w*);?/g, (whole, name: string, decimal?: string, hex?: string) => {
    if (!whole.endsWith(';')) throw new Error(`a bare & at ${whole}`);
    if (decimal !== undefined || hex !== undefined)
      return String.fromCodePoint(Number.parseInt(decimal ?? hex ?? '', decimal === undefined ? 16 : 10));
    const character = REFERENCES[name];
    if (character === undefined) throw new Error(`&${name}; is not known`);
    return character;
  });
}
