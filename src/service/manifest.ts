import type { WrittenFile } from './write-file.ts';

export const MANIFEST_NAME = 'manifest.json';
export const MANIFEST_SCHEMA = 'lockstep.manifest/1';

/**
 * What an output folder holds. `files` names every file beside the manifest with size and digest; all that differs
 * between two runs of the same input stands under `timings`.
 */
export type Manifest = {
  readonly schema: typeof MANIFEST_SCHEMA;
  readonly run_id: string;
  readonly report_id: string;
  readonly version: string;
  readonly input: {
    readonly rows: number;
    readonly rejected: number;
    readonly bytes: number;
    readonly truncated: readonly string[];
  };
  readonly files: readonly WrittenFile[];
  readonly timings: Timings;
};

export type Timings = {
  readonly started_at: string;
  readonly finished_at: string;
  readonly total_ms: number;
  readonly stages_ms: { readonly [stage: string]: number };
  readonly peak_memory_bytes: number;
};

/** The names that a manifest vouches for, or null when the text is no manifest of ours. */
export function filesOfManifest(text: string): ReadonlySet<string> | null {
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest !== 'object' || manifest === null || !('schema' in manifest) || !('files' in manifest))
      return null;
    if (manifest.schema !== MANIFEST_SCHEMA || !Array.isArray(manifest.files)) return null;
    return new Set([MANIFEST_NAME, ...manifest.files.map((file: { readonly name?: unknown }) => String(file?.name))]);
  } catch {
    return null;
  }
}
