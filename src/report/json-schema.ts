import { z } from 'zod';
import { reportSchema } from './report-schema.ts';

/** JSON Schema 2020-12 of report.json. Fields may be added within version 1, so it does not forbid what it does not name. */
export function reportJsonSchema(): object {
  return { $id: 'urn:lockstep:report:1', ...z.toJSONSchema(reportSchema, { target: 'draft-2020-12', io: 'input' }) };
}
