import type { Client, CustomTypesConfig, FieldDef } from 'pg';
import { LockstepError } from '../../model/errors.ts';
import { explainPostgres } from './explain-postgres.ts';

export type PostgresRows = {
  readonly fields: readonly Pick<FieldDef, 'name' | 'dataTypeID'>[];
  /** Values as the server writes them. */
  readonly rows: readonly (readonly (string | null)[])[];
};

/** A connection that is in a transaction which can only read, and writes times in UTC. */
export type PostgresSession = AsyncDisposable & {
  readonly ask: (sql: string, values?: readonly string[]) => Promise<PostgresRows>;
};

const CONNECT_MS = 15_000;
/** The server ends what takes too long; when it does not even do that, nobody is there. */
const GRACE_MS = 15_000;
const AS_TEXT: CustomTypesConfig = { getTypeParser: () => (value: unknown) => value };

/** Connects to PostgreSQL. `name` is how messages call the source, `timeoutMs` what one question may take. */
export async function openPostgresSession(name: string, url: string, timeoutMs: number): Promise<PostgresSession> {
  const { Client } = await loadDriver();
  const client = createClient(Client, name, url, timeoutMs);
  // A connection that breaks while nothing is asked says so in the next question.
  client.on('error', () => {});
  const ask: PostgresSession['ask'] = async (text, values = []) => {
    try {
      // With values or without, a text is one statement: it is not sent as one that may hold several.
      const query = { text, values: [...values], rowMode: 'array' as const, types: AS_TEXT, queryMode: 'extended' };
      const { fields, rows } = await client.query<(string | null)[]>(query);
      return { fields, rows };
    } catch (cause) {
      throw explainPostgres(name, cause);
    }
  };
  try {
    await client.connect().catch((cause: unknown) => {
      throw explainPostgres(name, cause);
    });
    await ask('BEGIN READ ONLY');
    await ask(`SET LOCAL statement_timeout = ${timeoutMs}`);
    await ask("SET LOCAL TimeZone = 'UTC'");
    await ask("SET LOCAL DateStyle = 'ISO, YMD'");
    // All rows are wanted, not the first soon.
    await ask('SET LOCAL cursor_tuple_fraction = 1');
  } catch (error) {
    await close(client);
    throw error;
  }
  return { ask, [Symbol.asyncDispose]: () => close(client) };
}

function createClient(Driver: typeof Client, name: string, connectionString: string, timeoutMs: number): Client {
  try {
    return new Driver({
      connectionString,
      application_name: 'lockstep',
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: timeoutMs + GRACE_MS,
    });
  } catch {
    // What it says holds the URL, and so the password.
    throw new LockstepError(
      'config',
      `The url of source ${name} is none that PostgreSQL knows: write postgres://USER:PASSWORD@HOST:PORT/DATABASE.`,
    );
  }
}

async function loadDriver(): Promise<{ readonly Client: typeof Client }> {
  try {
    return await import('pg');
  } catch (cause) {
    throw new LockstepError(
      'config',
      'Sources of kind postgres need the package pg, which is not installed: run "npm ci" in the folder of Lockstep.',
      { cause },
    );
  }
}

/** The transaction ends with the connection. */
async function close(client: Client): Promise<void> {
  await client.end().catch(() => {});
}
