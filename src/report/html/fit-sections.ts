import { DETAILS, type Detail } from './detail.ts';
import type { Html } from './escape.ts';

/** Draws a section. A draft has about the size of the real one, without what costs time. */
export type DrawSection = (detail: Detail, isDraft: boolean) => Html;

type Section = { readonly draw: DrawSection; level: number; bytes: number };

const encoder = new TextEncoder();
/** Drafts and what comes of them differ by the digits of coordinates. */
const MARGIN = 0.98;

/**
 * Draws each section as full as the room allows. While they do not fit, the heaviest becomes barer, a late one before an early one
 * of about the same weight: small clusters stay whole, and what a reader meets first is cut last.
 */
export function* fitSections(draws: readonly DrawSection[], mostBytes: number): Generator<string> {
  const sections = draws.map((draw): Section => measured({ draw, level: 0, bytes: 0 }));
  let total = sections.reduce((sum, section) => sum + section.bytes, 0);
  while (total > mostBytes * MARGIN) {
    const heaviest = heaviestOf(sections);
    if (heaviest === null) break;
    const before = heaviest.bytes;
    heaviest.level++;
    total += measured(heaviest).bytes - before;
  }
  for (const { draw, level } of sections) yield draw(DETAILS[level] ?? DETAILS[0], false).html;
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
    const weight = section.bytes * (1 + place / sections.length);
    if (section.level < DETAILS.length - 1 && weight > most) {
      heaviest = section;
      most = weight;
    }
  });
  return heaviest;
}
