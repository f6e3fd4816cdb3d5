import type { StoreContents } from '../model/store-contents.ts';

/** What can be done with the file of an embedded store, besides opening it. */
export type StoreFiles = {
  /** Writes one state of a store into a new file and to the disk, while others write on. */
  readonly copy: (from: string, to: string) => void;
  /** Checks a file from end to end; throws `input-unreadable` for what is no sound store, `conflict` for one of a later version. */
  readonly examine: (file: string) => StoreContents;
  /** Puts the list of those erased from `old` into `fresh`; returns those whom `fresh` still names, `null` when nobody can tell. */
  readonly carryErasures: (old: string, fresh: string) => readonly string[] | null;
  /** Puts a whole file in the place of a store; throws `conflict` when a process has that store open. */
  readonly replace: (fresh: string, path: string) => void;
};

export async function openStoreFiles(): Promise<StoreFiles> {
  const [{ copyFile }, { examineFile }, { replaceFile }, { carryErasures }] = await Promise.all([
    import('./drivers/sqlite/copy-file.ts'),
    import('./drivers/sqlite/examine-file.ts'),
    import('./drivers/sqlite/replace-file.ts'),
    import('./drivers/sqlite/carry-erasures.ts'),
  ]);
  return { copy: copyFile, examine: examineFile, replace: replaceFile, carryErasures };
}
