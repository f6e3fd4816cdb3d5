// Writes schema/report.schema.json from the schema in the code: npm run docs:schema
import { writeFileSync } from 'node:fs';
import { reportJsonSchema } from '../src/report/json-schema.ts';

const target = new URL('../schema/report.schema.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
