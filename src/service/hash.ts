import { createHash } from 'node:crypto';
import type { Hash } from '../model/ports.ts';

/** The hash that stages get as an argument. */
export const sha256: Hash = (chunks) => {
  const digest = createHash('sha256');
  for (const chunk of chunks) digest.update(chunk);
  return digest.digest('hex');
};
