/** Under what name a store keeps how far a part of a source was read: no name of a source holds a colon. */
export function watermarkName(source: string, part: string): string {
  return `${source}:${part}`;
}

/** The source that a watermark tells of: its name in the config, or `UNNAMED_SOURCE`. */
export function sourceOfWatermark(name: string): string {
  return name.split(':', 1)[0] ?? name;
}
