import { randomUUID } from 'node:crypto';
import neo4j, { type Driver, type ManagedTransaction, type Record as Row, type Session } from 'neo4j-driver';
import { LockstepError } from '../../../model/errors.ts';
import { type Statement, statement } from './statements.ts';

export type Params = { readonly [name: string]: unknown };

/** Runs statements of `cypher/` inside one transaction. */
export type Transaction = {
  readonly run: (name: string, params?: Params, type?: string) => Promise<readonly Row[]>;
};

/** A write that has its turn: `seq` is that of the last batch. */
export type WriteTransaction = Transaction & { readonly seq: number };

export type Connection = {
  readonly read: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
  /**
   * One transaction that locks the store's turn before anything else. It is tried again while the server is away or asks for
   * it (half a minute and more); when only the answer to the commit was lost, the retry finds its token and gives that answer.
   */
  readonly write: <T>(work: (tx: WriteTransaction) => Promise<T>) => Promise<T>;
  /** Rows as they come, outside of any retry. */
  readonly stream: (name: string, params: Params, type?: string) => AsyncIterable<Row>;
  /** A statement of its own transaction, without a turn: changes of the schema go with nothing else. */
  readonly alone: (name: string, params?: Params) => Promise<readonly Row[]>;
  /** A statement that is not tried again. */
  readonly once: (name: string) => Promise<readonly Row[]>;
};

export const { int } = neo4j;

export function createConnection(driver: Driver, database: string | undefined, now: () => number): Connection {
  const open = (mode: 'READ' | 'WRITE'): Session =>
    driver.session({ defaultAccessMode: mode, fetchSize: 2_000, ...(database === undefined ? {} : { database }) });
  const slots = createSlots();
  const inSession = async <T>(mode: 'READ' | 'WRITE', work: (session: Session) => Promise<T>): Promise<T> => {
    const session = open(mode);
    try {
      return await work(session);
    } catch (error) {
      throw explain(error);
    } finally {
      // The answer is known by now: that a lost connection cannot be closed in order must not change it.
      await session.close().catch(() => undefined);
    }
  };
  return {
    read: (work) => inSession('READ', (session) => session.executeRead((tx) => work(transaction(tx)))),
    write: async (work) => {
      const slot = slots.take();
      try {
        return await inSession('WRITE', (session) => takeTurn(session, work, slot, now));
      } finally {
        slots.free(slot);
      }
    },
    alone: (name, params = {}) =>
      inSession('WRITE', (session) => session.executeWrite((tx) => transaction(tx).run(name, params))),
    once: (name) => inSession('READ', async (session) => (await session.run(statement(name).text)).records),
    stream: async function* (name, params, type) {
      const session = open('READ');
      try {
        const chosen = checked(statement(name, type), params);
        for await (const row of session.run(chosen.text, params)) yield row;
      } catch (error) {
        throw explain(error);
      } finally {
        await session.close().catch(() => undefined);
      }
    },
  };
}

async function takeTurn<T>(
  session: Session,
  work: (tx: WriteTransaction) => Promise<T>,
  slot: string,
  now: () => number,
): Promise<T> {
  const token = randomUUID();
  return await session.executeWrite(async (managed) => {
    const tx = transaction(managed);
    const [turn] = await tx.run('store/take-turn', { slot, token });
    if (turn?.get('isApplied') === true) return JSON.parse(turn.get('answer') as string) as T;
    const answer = await work({ ...tx, seq: turn?.get('seq') as number });
    await tx.run('store/note-applied', { slot, token, answer: JSON.stringify(answer ?? null), at: int(now()) });
    return answer;
  });
}

/**
 * Where writes note that they were committed: one place for each write that is under way at the same time, so that a write's
 * note stands until the write is done, and there are never more notes than there were writes at once.
 */
function createSlots(): { readonly take: () => string; readonly free: (slot: string) => void } {
  const connection = randomUUID();
  const spare: string[] = [];
  let made = 0;
  return {
    take: () => spare.pop() ?? `${connection}/${made++}`,
    free: (slot) => {
      spare.push(slot);
    },
  };
}

function transaction(tx: ManagedTransaction): Transaction {
  return {
    run: async (name, params = {}, type) => {
      const chosen = checked(statement(name, type), params);
      return (await tx.run(chosen.text, params)).records;
    },
  };
}

/** The header of a statement is its contract: another set of parameters is a mistake of ours. */
function checked(chosen: Statement, params: Params): Statement {
  const given = Object.keys(params).sort().join(', ');
  const named = [...chosen.params].sort().join(', ');
  if (given === named) return chosen;
  throw new LockstepError('internal', `The statement ${chosen.name} takes (${named}) and was given (${given}).`);
}

function explain(error: unknown): unknown {
  if (error instanceof LockstepError || !(error instanceof neo4j.Neo4jError)) return error;
  if (error.code === 'Neo.ClientError.Security.Unauthorized') {
    return new LockstepError(
      'config',
      'Neo4j refuses the user or password: set LOCKSTEP_NEO4J_USER and LOCKSTEP_NEO4J_PASSWORD.',
      { cause: error },
    );
  }
  if (error.retriable || error.code === neo4j.error.SERVICE_UNAVAILABLE || error.code === neo4j.error.SESSION_EXPIRED) {
    return new LockstepError(
      'unreachable',
      'Neo4j does not answer: check that it runs and that LOCKSTEP_STORE_URL names it; what was acknowledged is kept.',
      { cause: error },
    );
  }
  return error;
}
