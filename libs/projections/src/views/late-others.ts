import { sql } from '../engine/sql.js';
import { commitments } from './commitments.js';
import { countries } from './countries.js';
import { organisations } from './organisations.js';
import { type Question } from './question.js';

/**
 * Whether what a record shows of others has changed since the record itself last did: its lead's name, the region of a home country. The
 * record's revision says nothing of that. Of now: a row that stands stands since the position of the event that made it so.
 */
export function lateOthersOfCommitment(stream: string): Question<boolean> {
  return anyRow(sql`
    select 1 from ${commitments.at({})} c
    left join ${organisations.at({})} o on o.stream = 'organisation-' || c.lead
    left join ${countries.at({})} k on k.stream = 'country-' || o.country
    where c.stream = ${stream} and max(coalesce(o.recorded_from, 0), coalesce(k.recorded_from, 0)) > c.recorded_from`);
}

/** As `lateOthersOfCommitment`, of an organisation's home country. */
export function lateOthersOfOrganisation(stream: string): Question<boolean> {
  return anyRow(sql`
    select 1 from ${organisations.at({})} o join ${countries.at({})} k on k.stream = 'country-' || o.country
    where o.stream = ${stream} and k.recorded_from > o.recorded_from`);
}

function anyRow(statement: Question<boolean>['statements'][number]): Question<boolean> {
  return { statements: [statement], answer: ([rows = []]) => rows.length > 0 };
}
