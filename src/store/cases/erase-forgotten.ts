import type { Json } from '../../model/stored-run.ts';
import type { Forgotten } from '../forgotten.ts';
import { ERASED } from './forget.ts';
import { changeTexts } from './our-words.ts';

/** The data with `[erased]` wherever the id of an erased account stands as a text of its own: who wrote it may have read before. */
export function eraseForgotten(data: Json, forgotten: Forgotten): Json {
  return changeTexts(data, (text) => (forgotten.has(text) ? ERASED : text)) as Json;
}
