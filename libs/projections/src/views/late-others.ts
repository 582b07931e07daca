import { type Day } from '@mithaq/domain';
import { sql } from '../engine/sql.js';
import { coalitions } from './coalitions.js';
import { commitments } from './commitments.js';
import { countries } from './countries.js';
import { organisations } from './organisations.js';
import { type Question } from './question.js';
import { reportingCycles } from './reporting-cycles.js';
import { signatures } from './signatures.js';

/**
 * Whether what a record shows of others has changed since the record itself last did: its lead's name, the region of a home country,
 * whether the lead is a signatory; or with the days alone: a report falls due, its end is past. The record's revision says nothing of that. Of now: a row that stands stands since the position of the
 * event that made it so. (The plus keeps SQLite to the index of organisations.)
 */
export function lateOthersOfCommitment(stream: string, day: Day): Question<boolean> {
  return anyRow(sql`
    select 1 from ${commitments.at({})} c
    left join ${organisations.at({})} o on o.stream = 'organisation-' || c.lead
    left join ${countries.at({})} k on k.stream = 'country-' || o.country
    where c.stream = ${stream} and (
      max(coalesce(o.recorded_from, 0), coalesce(k.recorded_from, 0)) > c.recorded_from
      or exists (select 1 from ${signatures.at({})} s where s.organisation = c.lead and +s.recorded_from > c.recorded_from)
      or exists (select 1 from ${reportingCycles.at({})} y where y.opens_day <= ${day} or +y.recorded_from > c.recorded_from)
      or (c.end_day < ${day} and c.completed_day is null))`);
}

/** As `lateOthersOfCommitment`, of an organisation's home country and its signatures. */
export function lateOthersOfOrganisation(stream: string): Question<boolean> {
  return anyRow(sql`
    select 1 from ${organisations.at({})} o left join ${countries.at({})} k on k.stream = 'country-' || o.country
    where o.stream = ${stream} and (
      k.recorded_from > o.recorded_from
      or exists (select 1 from ${signatures.at({})} s where s.organisation = o.id and +s.recorded_from > o.recorded_from))`);
}

/** As `lateOthersOfCommitment`, of those who signed the document of a coalition, and of their homes. */
export function lateOthersOfCoalition(stream: string): Question<boolean> {
  return anyRow(sql`
    select 1 from ${coalitions.at({})} c join ${signatures.at({})} s on s.coalition = c.id
    left join ${organisations.at({})} o on o.stream = 'organisation-' || s.organisation
    left join ${countries.at({})} k on k.stream = 'country-' || o.country
    where c.stream = ${stream}
      and max(s.recorded_from, coalesce(o.recorded_from, 0), coalesce(k.recorded_from, 0)) > c.recorded_from
    limit 1`);
}

function anyRow(statement: Question<boolean>['statements'][number]): Question<boolean> {
  return { statements: [statement], answer: ([rows = []]) => rows.length > 0 };
}
