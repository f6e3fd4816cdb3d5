import { parseStoreUrl } from './store-url.ts';

/** The file of an embedded store's URL, `null` for a store that is no file. */
export function storeFileOf(url: string): string | null {
  const { driver, location } = parseStoreUrl(url);
  return driver === 'sqlite' ? location : null;
}
