import { LockstepError } from '../model/errors.ts';
import type { ColumnPlan } from './column-plan.ts';
import { missingColumnsError } from './missing-columns.ts';

/** The place in `names`, a file's columns, of each wanted column; -1 for one that may be and is not there. */
export function locateColumns(file: string, { wanted }: ColumnPlan, names: readonly string[]): Int32Array {
  const missing = wanted.filter((column) => column.isRequired && !names.includes(column.name));
  if (missing.length > 0) {
    const taken = wanted.map((column) => column.name);
    throw missingColumnsError(file, missing, names, taken);
  }
  return Int32Array.from(wanted, ({ name }) => {
    const place = names.indexOf(name);
    if (place >= 0 && names.indexOf(name, place + 1) >= 0) {
      throw new LockstepError(
        'usage',
        `${file} has two columns named ${JSON.stringify(name)}: rename one, or name another with --map.`,
      );
    }
    return place;
  });
}
