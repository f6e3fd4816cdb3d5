import type { Config } from '../../src/config/load-config.ts';
import { sayUnknown } from '../../src/config/nearest.ts';
import { type SourceChoice, type SourceMapping, UNNAMED_SOURCE } from '../../src/config/source-choice.ts';
import { CANONICAL_COLUMNS, type CanonicalColumn } from '../../src/model/canonical-column.ts';
import { LockstepError } from '../../src/model/errors.ts';
import type { Hash } from '../../src/model/ports.ts';
import { compareText } from '../../src/model/string-table.ts';
import { pullOptionsOf } from '../../src/source/pull/pull-options.ts';
import type { ReadOptions } from '../../src/source/read-options.ts';
import type { JobPorts } from '../job-ports.ts';
import type { AskedSource, IngestParams } from './ingest-params.ts';

/** A source with all that is known before it is looked at. */
export type NamedSource = {
  readonly name: string;
  readonly choice: SourceChoice;
  readonly options: ReadOptions;
  /** Digest of how rows become edges. */
  readonly how: string;
};

export function nameSources(
  { sources, keep_rejected_rows }: IngestParams,
  { config, hash }: Pick<JobPorts, 'config' | 'hash'>,
): readonly NamedSource[] {
  return sources.map((asked) => {
    const { name, choice } = findSource(asked, config);
    const options = { ...pullOptionsOf(config, choice), keepRejectedRows: keep_rejected_rows };
    return { name, choice, options, how: digestMapping(choice, config.ids, hash) };
  });
}

function findSource(asked: AskedSource, config: Config): { readonly name: string; readonly choice: SourceChoice } {
  if ('files' in asked) {
    const { files, map, layer_of, set } = asked;
    const mapping = { map: columnsOf(map), layerOf: new Map(Object.entries(layer_of)), set: columnsOf(set) };
    return { name: UNNAMED_SOURCE, choice: { kind: 'file', files, ...mapping, staleAfterMs: null } };
  }
  const choice = config.sources.get(asked.name);
  if (choice !== undefined) return { name: asked.name, choice };
  throw new LockstepError('config', sayUnknown('source', asked.name, config.sources.keys()));
}

function columnsOf(record: { readonly [column in CanonicalColumn]?: string | undefined }): SourceMapping['map'] {
  return new Map(
    CANONICAL_COLUMNS.flatMap((column) => (record[column] === undefined ? [] : [[column, record[column]] as const])),
  );
}

/** Whatever has a part in how a row becomes edges, in an order of its own. The key has none: whose ids it replaces stay who they are. */
function digestMapping({ map, layerOf, set }: SourceMapping, ids: Config['ids'], hash: Hash): string {
  const sorted = [map, layerOf, set, ids].map((pairs) => [...pairs].sort(([a], [b]) => compareText(a, b)));
  return hash([new TextEncoder().encode(JSON.stringify(sorted))]).slice(0, 16);
}
