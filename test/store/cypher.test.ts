import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { KNOWN_LAYER_TYPES } from '../../src/model/layer.ts';
import { typeNamed, typeOfLayer } from '../../src/store/drivers/neo4j/relationship-types.ts';
import { paramsOf, schemaSteps, statement } from '../../src/store/drivers/neo4j/statements.ts';

const root = new URL('../../cypher/', import.meta.url);
const driver = new URL('../../src/store/drivers/neo4j/', import.meta.url);
const files = readdirSync(fileURLToPath(root), { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.cypher'),
);

describe('every statement of cypher/', () => {
  it.each(files)(
    '%s says what it does, and names in its header the parameters that it uses and what it returns',
    (file) => {
      const text = readFileSync(new URL(file, root), 'utf8');
      const header = text.split('\n').filter((line) => line.startsWith('//'));
      const body = text
        .split('\n')
        .filter((line) => !line.startsWith('//'))
        .join('\n');
      expect(header.length).toBeGreaterThanOrEqual(3);
      expect(header.at(-1)).toMatch(/^\/\/ Returns: /);
      const used = [...new Set([...body.matchAll(/\$(\w+)/g)].map((match) => match[1]))].sort();
      expect([...paramsOf(text)].sort()).toEqual(used);
      expect(/^RETURN\b/m.test(body), 'a statement that returns something says what').toBe(
        !header.includes('// Returns: nothing'),
      );
    },
  );

  it.each(files)('%s is one statement of what Cypher 5 and 25 have in common', (file) => {
    const text = readFileSync(new URL(file, root), 'utf8').replaceAll(/^\/\/.*$/gm, '');
    expect(text).not.toMatch(/;/);
    expect(text).not.toMatch(/\b(id|elementId)\s*\(/);
    expect(text).not.toMatch(/\bapoc\.|\bgds\.|\bCYPHER\s+\d/);
    expect(text).not.toMatch(/IN TRANSACTIONS/);
  });

  it.each(files)('%s is used by the code', (file) => {
    const name = file.replace(/\.cypher$/, '');
    const sources = readdirSync(fileURLToPath(driver)).map((source) => readFileSync(new URL(source, driver), 'utf8'));
    const isNamed = sources.some((source) => source.includes(`'${name}'`));
    const isVariant = /^edges\/(populations|populations-now|holders|times-of)(-interaction)?$/.test(name);
    expect(isNamed || isVariant || name.startsWith('schema/')).toBe(true);
  });
});

describe('statements about relationships of every type', () => {
  it('name all types of the closed list, and only those: people may have drawn others', () => {
    const names = [...KNOWN_LAYER_TYPES.keys(), 'unknown'].map((layer) => typeOfLayer(layer).name).sort();
    for (const file of ['populations-now', 'edge-counts-now']) {
      const lists = [...readFileSync(new URL(`edges/${file}.cypher`, root), 'utf8').matchAll(/\[:([A-Z|]+)\]/g)];
      expect(lists.length).toBeGreaterThan(0);
      for (const [, list = ''] of lists) expect(list.split('|').sort()).toEqual(names);
    }
  });
});

describe('the driver', () => {
  it('builds no query text: Cypher stands in cypher/ only', () => {
    for (const source of readdirSync(fileURLToPath(driver))) {
      const text = readFileSync(new URL(source, driver), 'utf8').replaceAll(/\/\*\*?[\s\S]*?\*\/|\/\/.*$/gm, '');
      expect(text, source).not.toMatch(/\b(MATCH|MERGE|UNWIND|CREATE|DETACH|RETURN)\b/);
      expect(text.match(/\.run\(/g)?.length ?? 0, source).toBe(
        text.match(/\.run\((chosen\.text|statement\(name\)\.text|name|'[a-z-]+\/[a-z-]+')/g)?.length ?? 0,
      );
    }
  });

  it('exchanges a relationship type for one of the closed list only', () => {
    expect(statement('edges/read-edges', 'DEVICE').text).toContain('[r:DEVICE]');
    expect(statement('edges/read-edges', 'DEVICE').text).not.toContain(':OBSERVED');
    expect(() => statement('edges/read-edges', 'X]->() DETACH DELETE a //')).toThrow('is no relationship type');
  });

  it('keeps known layers by types of their own, every other as OBSERVED', () => {
    expect(typeOfLayer('device').name).toBe('DEVICE');
    expect(typeOfLayer('follow')).toEqual({ name: 'FOLLOW', layer: 'follow', isInteraction: true });
    expect(typeOfLayer('Device').name).toBe('OBSERVED');
    expect(typeOfLayer('x`]-() DELETE r //').name).toBe('OBSERVED');
    expect(typeNamed('HAS_MEMBER')).toBeUndefined();
  });

  it('numbers the steps of the schema without a gap', () => {
    expect(schemaSteps().map((name) => Number(name.slice(0, 4)))).toEqual(schemaSteps().map((_, i) => i + 1));
  });
});
