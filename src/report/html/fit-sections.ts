import { DETAILS, type Detail } from './detail.ts';
import type { Html } from './escape.ts';

/** Draws a section. A draft has about the size of the real one, without what costs time. */
export type DrawSection = (detail: Detail, isDraft: boolean) => Html;

type Section = { readonly draw: DrawSection; level: number; bytes: number };

const encoder = new TextEncoder();
/** Drafts and what comes of them differ by the digits of coordinates. */
const MARGIN = 0.98;
/** The last section is cut when it is a quarter as heavy as the first. */
const LATE = 3;

/**
 * Draws each section as full as the room allows. While they do not fit, the heaviest becomes barer, and a late one before an early
 * one; what is left of the room goes to the first. So small clusters stay whole, and what a reader meets first is cut last.
 */
export function* fitSections(draws: readonly DrawSection[], mostBytes: number): Generator<string> {
  const room = mostBytes * MARGIN;
  const sections = draws.map((draw): Section => measured({ draw, level: 0, bytes: 0 }));
  let total = sections.reduce((sum, section) => sum + section.bytes, 0);
  for (let heaviest = heaviestOf(sections); total > room && heaviest !== null; heaviest = heaviestOf(sections)) {
    total += setLevel(heaviest, heaviest.level + 1);
  }
  for (const section of sections) {
    if (section.level === 0) continue;
    total += setLevel(section, section.level - 1);
    if (total > room) total += setLevel(section, section.level + 1);
  }
  for (const { draw, level } of sections) yield draw(DETAILS[level] ?? DETAILS[0], false).html;
}

/** By how much the section grew. */
function setLevel(section: Section, level: number): number {
  const before = section.bytes;
  section.level = level;
  return measured(section).bytes - before;
}

function measured(section: Section): Section {
  const draft = section.draw(DETAILS[section.level] ?? DETAILS[0], true);
  section.bytes = encoder.encode(draft.html).length;
  return section;
}

/** `null` when all are as bare as they get. */
function heaviestOf(sections: readonly Section[]): Section | null {
  let heaviest: Section | null = null;
  let most = 0;
  sections.forEach((section, place) => {
    const weight = section.bytes * (1 + (LATE * place) / sections.length);
    if (section.level < DETAILS.length - 1 && weight > most) {
      heaviest = section;
      most = weight;
    }
  });
  return heaviest;
}
