import { type StringTable, stringAt } from '../model/string-table.ts';
import { compareWords } from './compare-words.ts';

/** Numbers for words, 0, 1, 2 … by first appearance. */
export type WordNumbers = {
  readonly numberOf: (word: string) => number;
  readonly numbersOf: (words: StringTable) => Uint32Array;
  readonly wordOf: (number: number) => string;
  /** By bytes. */
  readonly compare: (a: number, b: number) => number;
};

export function createWordNumbers(): WordNumbers {
  const words: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (word: string): number => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, words.length);
    return words.push(word) - 1;
  };
  const wordOf = (number: number): string => words[number] ?? '';
  return {
    numberOf,
    wordOf,
    numbersOf: (table) => Uint32Array.from({ length: table.size }, (_, i) => numberOf(stringAt(table, i))),
    compare: (a, b) => compareWords(wordOf(a), wordOf(b)),
  };
}
