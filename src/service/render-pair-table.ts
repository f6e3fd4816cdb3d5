import { type StringTable, stringAt } from '../model/string-table.ts';
import { csvCell, csvRow } from '../report/csv-row.ts';
import { inChunks } from '../report/in-chunks.ts';
import { xmlEscape } from '../report/xml-text.ts';
import type { ProjectRequest } from './project-request.ts';

/** Pairs `a < b` of places in `accounts`, with a column of numbers for each of `names`; the first is the weight. */
export type PairTable = {
  readonly accounts: StringTable;
  readonly length: number;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
};

/** One layer's pairs in a format for other tools, as a stream: nothing but the names of accounts is held besides the table. */
export function renderPairTable(format: ProjectRequest['format'], table: PairTable): Iterable<string> {
  const render = { csv: csvLines, ndjson: ndjsonLines, graphml: graphmlLines, gexf: gexfLines }[format];
  return inChunks(render(table));
}

function* csvLines(table: PairTable): Generator<string> {
  const { a, b, names } = table;
  const nameOf = namer(table, csvCell);
  yield csvRow(['a', 'b', ...names]);
  for (let i = 0; i < table.length; i++) {
    yield `${nameOf(a[i])},${nameOf(b[i])},${valuesAt(table, i).join(',')}\n`;
  }
}

function* ndjsonLines(table: PairTable): Generator<string> {
  const { a, b, names } = table;
  const nameOf = namer(table, (account) => JSON.stringify(account));
  for (let i = 0; i < table.length; i++) {
    const values = valuesAt(table, i).map((value, n) => `,"${names[n]}":${Number.isFinite(value) ? value : 'null'}`);
    yield `{"a":${nameOf(a[i])},"b":${nameOf(b[i])}${values.join('')}}\n`;
  }
}

function* graphmlLines(table: PairTable): Generator<string> {
  const { names } = table;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n';
  yield '<key id="account" for="node" attr.name="account" attr.type="string"/>\n';
  for (const name of names) yield `<key id="${name}" for="edge" attr.name="${name}" attr.type="double"/>\n`;
  yield '<graph id="pairs" edgedefault="undirected">\n';
  for (const vertex of vertices(table))
    yield `<node id="n${vertex}"><data key="account">${xmlEscape(stringAt(table.accounts, vertex))}</data></node>\n`;
  for (let i = 0; i < table.length; i++) {
    const data = valuesAt(table, i).map((value, n) => `<data key="${names[n]}">${value}</data>`);
    yield `<edge source="n${table.a[i]}" target="n${table.b[i]}">${data.join('')}</edge>\n`;
  }
  yield '</graph>\n</graphml>\n';
}

/** https://gexf.net/1.3: the weight is an edge's own, the other columns are attributes. */
function* gexfLines(table: PairTable): Generator<string> {
  const others = table.names.slice(1);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n<graph defaultedgetype="undirected">\n';
  yield `<attributes class="edge">${others.map((name, n) => `<attribute id="${n}" title="${name}" type="double"/>`).join('')}</attributes>\n<nodes>\n`;
  for (const vertex of vertices(table))
    yield `<node id="n${vertex}" label="${xmlEscape(stringAt(table.accounts, vertex))}"/>\n`;
  yield '</nodes>\n<edges>\n';
  for (let i = 0; i < table.length; i++) {
    const [weight, ...rest] = valuesAt(table, i);
    const values = rest.map((value, n) => `<attvalue for="${n}" value="${value}"/>`).join('');
    yield `<edge id="e${i}" source="n${table.a[i]}" target="n${table.b[i]}" weight="${weight}"><attvalues>${values}</attvalues></edge>\n`;
  }
  yield '</edges>\n</graph>\n</gexf>\n';
}

function valuesAt({ columns }: PairTable, i: number): readonly number[] {
  return columns.map((column) => column[i] ?? 0);
}

/** An account is decoded and written once, however many pairs it has. */
function namer({ accounts }: PairTable, write: (account: string) => string): (vertex: number | undefined) => string {
  const written = new Array<string | undefined>(accounts.size);
  return (vertex = 0) => {
    const known = written[vertex];
    if (known !== undefined) return known;
    const text = write(stringAt(accounts, vertex));
    written[vertex] = text;
    return text;
  };
}

/** Accounts that have a pair, ascending. */
function* vertices({ accounts, length, a, b }: PairTable): Generator<number> {
  const isTied = new Uint8Array(accounts.size);
  for (let i = 0; i < length; i++) {
    isTied[a[i] ?? 0] = 1;
    isTied[b[i] ?? 0] = 1;
  }
  for (let vertex = 0; vertex < isTied.length; vertex++) if (isTied[vertex] === 1) yield vertex;
}
