import type { SourceChoice } from '../config/source-choice.ts';
import { LockstepError } from '../model/errors.ts';
import { listFiles } from '../source/pull/list-files.ts';
import type { Examination } from './examination.ts';
import type { Check } from './examine-machine.ts';
import { reachPort } from './reach-port.ts';

const POSTGRES_PORT = 5432;

/** Whether each source of the config has files, or a server that takes connections. Reads nothing of it. */
export async function examineSources(sources: ReadonlyMap<string, SourceChoice>): Promise<Examination> {
  const services: Check[] = [];
  const data: Check[] = [];
  for (const [name, choice] of sources) {
    if (choice.kind === 'file') data.push(await checkFiles(`source ${name}`, choice.files));
    else services.push(await checkServer(`source ${name}`, addressOf(choice)));
  }
  return { services, data };
}

async function checkFiles(name: string, paths: readonly string[]): Promise<Check> {
  try {
    const { parts } = await listFiles(paths);
    const bytes = parts.reduce((sum, { size }) => sum + size, 0);
    return { name, state: 'ok', found: `${parts.length} files, ${bytes} bytes`, fix: null };
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    return { name, state: 'warning', found: error.message, fix: 'mend its files in the config, or bring them' };
  }
}

/** `null` for a server that is spoken to without a port. */
type Address = { readonly host: string; readonly port: number } | null;

function addressOf(choice: Exclude<SourceChoice, { readonly kind: 'file' }>): Address {
  const url = choice.kind === 's3' ? choice.endpoint : choice.url.reveal();
  if (!URL.canParse(url)) return null;
  const { hostname, port, protocol } = new URL(url);
  const usual = choice.kind === 'postgres' ? POSTGRES_PORT : protocol === 'http:' ? 80 : 443;
  const host = decodeURIComponent(hostname).replace(/^\[|\]$/g, '');
  return host === '' || host.startsWith('/') ? null : { host, port: port === '' ? usual : Number(port) };
}

async function checkServer(name: string, address: Address): Promise<Check> {
  if (address === null) return { name, state: 'ok', found: 'on this machine, not tried', fix: null };
  const where = `${address.host}:${address.port}`;
  const trouble = await reachPort(address);
  if (trouble === null) return { name, state: 'ok', found: `${where} takes connections`, fix: null };
  return {
    name,
    state: 'failed',
    found: `${where} takes no connection (${trouble})`,
    fix: 'start it, or mend the config',
  };
}
