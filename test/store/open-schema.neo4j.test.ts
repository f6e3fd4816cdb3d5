import neo4j from 'neo4j-driver';
import { afterAll, describe, expect, it } from 'vitest';
import { openSchema } from '../../src/store/open-schema.ts';
import { openStore } from '../../src/store/open-store.ts';
import { openNeo4jServer } from '../servers/neo4j-server.ts';

const server = await openNeo4jServer();
afterAll(async () => server?.[Symbol.asyncDispose]());

describe.runIf(server !== null)('the schema of a Neo4j store', () => {
  it('is told before and after it is brought in, by the same steps', async () => {
    const url = server?.url ?? '';
    const read = async () => (await openSchema(url, server?.options)).steps;
    await forgetSteps();
    const before = await read();
    expect(before.length).toBeGreaterThan(5);
    await expect(openStore(url, { ...server?.options, migrate: false })).rejects.toMatchObject({ code: 'conflict' });
    await (await openStore(url, server?.options)).close();
    expect(await read()).toEqual(before.map(({ name }) => ({ name, isIn: true })));
    expect(before.every(({ isIn }) => !isIn)).toBe(true);
  });
});

/** The server is shared with other test files: which of them came first must not matter. */
async function forgetSteps(): Promise<void> {
  if (server === null) return;
  const { user, password } = server.options.neo4j;
  const driver = neo4j.driver(server.url, neo4j.auth.basic(user, password));
  await driver.executeQuery('MATCH (m:Migration) DELETE m');
  await driver.close();
}
