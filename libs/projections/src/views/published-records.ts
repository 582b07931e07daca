import { type Moment } from '../engine/moment.js';
import { type Sql, sql } from '../engine/sql.js';
import { commitments } from './commitments.js';
import { organisations } from './organisations.js';
import { type Question } from './question.js';

/** Whether any organisation or commitment is from public sources: for whoever says so before knowing whether one will be shown. */
export function hasPublished(moment: Moment): Question<boolean> {
  const one = (rows: Sql): Sql => sql`select 1 from ${rows} where provenance = 'published' limit 1`;
  return {
    statements: [one(organisations.at(moment)), one(commitments.at(moment))],
    answer: results => results.some(rows => rows.length > 0),
  };
}
