import { expect, test } from 'vitest';
import { nearest, sayUnknown } from '../../src/config/nearest.ts';

test('the nearest word is named, whatever its case', () => {
  expect(nearest('HASTAG', ['link', 'hashtag', 'text'])).toBe('hashtag');
});

test('a word that is near nothing gets the list instead of a guess', () => {
  expect(sayUnknown('layer', 'zzzzzzzz', ['link', 'hashtag'])).toBe(
    'Unknown layer "zzzzzzzz": known are link, hashtag.',
  );
});
