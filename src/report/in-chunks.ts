/** Joins many short texts into chunks of about 64 Ki characters: a write for each line would cost more than the line. */
export function* inChunks(texts: Iterable<string>, length = 65_536): Generator<string> {
  let chunk = '';
  for (const text of texts) {
    chunk += text;
    if (chunk.length >= length) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}
