import { distance } from 'fastest-levenshtein';

/** The known word that a mistyped one was most likely meant to be, or null when none is anywhere near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < bestDistance) {
      best = candidate;
      bestDistance = edits;
    }
  }
  // Beyond half of the longer word nearly everything is as near as everything else.
  return best !== null && bestDistance <= Math.max(2, Math.max(word.length, best.length) / 2) ? best : null;
}

/** One sentence for a word that is not known: what it was, and what it should have been. */
export function sayUnknown(what: string, word: string, known: Iterable<string>): string {
  const words = [...known];
  const guess = nearest(word, words);
  if (guess !== null) return `Unknown ${what} "${word}": did you mean "${guess}"?`;
  return words.length === 0
    ? `Unknown ${what} "${word}": there is none yet.`
    : `Unknown ${what} "${word}": known are ${words.join(', ')}.`;
}
