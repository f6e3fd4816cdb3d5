// Writes schema/report.schema.json and schema/events.schema.json from the schemas in the code: npm run docs:schema
import { writeFileSync } from 'node:fs';
import { eventsJsonSchema } from '../src/report/events/json-schema.ts';
import { reportJsonSchema } from '../src/report/json-schema.ts';

const write = (name: string, schema: object): void =>
  writeFileSync(new URL(`../schema/${name}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);

write('report.schema.json', reportJsonSchema());
write('events.schema.json', eventsJsonSchema());
