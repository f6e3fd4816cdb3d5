import { isIP } from 'node:net';

const CREDENTIALS = /\/\/[^@/\s]*@/g;
/** What follows the question mark may be a signature or a token. */
const QUERY = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s?"]*)\?[^\s"]*/gi;
const WEBHOOK_SECRET = /whsec_[A-Za-z0-9+/=]+/g;
/** Values of the input stand in quotes in our sentences; so do commands, which are the fix and stay. */
const QUOTED = /"(?!(?:lockstep|npm|redis-server|neo4j)(?: |"))[^"]*"/g;
/** Not the host of a URL: that is a server, and which one is what an operator has to know. */
const ADDRESS = /(?<!:\/\/\[?|\/\/…@\[?)(?<![\w.:])[0-9a-fA-F]*[.:][0-9a-fA-F.:]*[0-9a-fA-F:](?![\w])/g;

/** A shorter one cannot be told from a word. */
const SHORTEST_SECRET = 8;

/**
 * Makes text fit for a log: no credentials, no secrets that are known, no values of the input, and no addresses but those of
 * `servers`, which an operator has to tell apart.
 */
export function createTextCleaner(secrets: readonly string[], servers: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
  return (text) => {
    let cleaned = text;
    for (const secret of known) cleaned = cleaned.replaceAll(secret, '…');
    return cleaned
      .replace(CREDENTIALS, '//…@')
      .replace(QUERY, '$1?…')
      .replace(WEBHOOK_SECRET, 'whsec_…')
      .replace(QUOTED, '"…"')
      .replace(ADDRESS, (word) => (isAddress(word) && !servers.includes(word.replace(/:\d+$/, '')) ? '…' : word));
  };
}

function isAddress(word: string): boolean {
  // The end may be a port, or the full stop of the sentence.
  return [word, word.replace(/:\d+$/, ''), word.replace(/[.:]$/, '')].some((part) => isIP(part) !== 0);
}
