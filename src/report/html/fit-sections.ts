import { DETAILS, type Detail } from './detail.ts';
import type { Html } from './escape.ts';

type Section = { readonly draw: (detail: Detail) => Html; level: number; text: string; bytes: number };

const encoder = new TextEncoder();

/**
 * Draws each section as full as the room allows. While they do not fit, the heaviest becomes barer, a late one before an early one
 * of about the same weight: small clusters stay whole, and what a reader meets first is cut last.
 */
export function fitSections(draws: readonly ((detail: Detail) => Html)[], mostBytes: number): readonly string[] {
  const sections = draws.map((draw): Section => drawn({ draw, level: 0, text: '', bytes: 0 }));
  let total = sections.reduce((sum, section) => sum + section.bytes, 0);
  while (total > mostBytes) {
    const heaviest = heaviestOf(sections);
    if (heaviest === null) break;
    const before = heaviest.bytes;
    heaviest.level++;
    total += drawn(heaviest).bytes - before;
  }
  return sections.map((section) => section.text);
}

function drawn(section: Section): Section {
  section.text = section.draw(DETAILS[section.level] ?? DETAILS[0]).html;
  section.bytes = encoder.encode(section.text).length;
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
