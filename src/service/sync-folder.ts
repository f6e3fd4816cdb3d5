import { open } from 'node:fs/promises';

/** Brings the names in a folder to the disk: a file that was renamed is then under its new name whatever happens. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
