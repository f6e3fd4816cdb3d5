const SCHEME = 'sqlite:';

/** The file of an embedded store's URL, `null` for a store that is no file. */
export function storeFileOf(url: string): string | null {
  const file = url.startsWith(SCHEME) ? url.slice(SCHEME.length) : '';
  return file === '' ? null : file;
}
