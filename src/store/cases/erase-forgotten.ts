import type { Json } from '../../model/stored-run.ts';
import type { Forgotten } from '../forgotten.ts';
import { ERASED } from './forget.ts';

/** The data with `[erased]` wherever the id of an erased account stands as a text of its own: who wrote it may have read before. */
export function eraseForgotten(data: Json, forgotten: Forgotten): Json {
  if (typeof data === 'string') return forgotten.has(data) ? ERASED : data;
  if (data === null || typeof data !== 'object') return data;
  if (Array.isArray(data)) return data.map((item: Json) => eraseForgotten(item, forgotten));
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, eraseForgotten(item as Json, forgotten)]));
}
