import {
  type Day,
  type OrganisationId,
  type Recorded,
  type RegionalPriorityEvent,
  type RegionalPriorityId,
  type RegionId,
} from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { type Sql, sql } from '../engine/sql.js';
import { json, nullable, type RowOf, text, view } from '../engine/view.js';
import { oneOf } from './latest.js';
import { organisations } from './organisations.js';
import { idOf } from './stream-id.js';

type Adopted = Extract<RegionalPriorityEvent, { type: 'RegionalPriorityAdopted' }>['data'];

export const priorityStatuses = ['adopted', 'retired'] as const;
export type PriorityStatus = (typeof priorityStatuses)[number];

const columns = {
  id: oneOf<RegionalPriorityId>(),
  status: oneOf<PriorityStatus>(),
  region: oneOf<RegionId>(),
  code: text,
  wording: oneOf<Adopted['wording']>(),
  steward: nullable(oneOf<OrganisationId>()),
  plan_id: text,
  adopted_day: oneOf<Day>(),
  retired_day: nullable(oneOf<Day>()),
  /** The day on which its delivery was completed apart from a report. */
  completed_day: nullable(oneOf<Day>()),
  name: json<Adopted['name']>(),
  plan: json<Adopted['actionPlan']>(),
};

type PriorityRow = RowOf<typeof columns>;

/** One row a regional priority: what it is. What is reported on it stands in `priority-reports`. */
export const regionalPriorities = view({
  name: 'regional-priorities',
  version: 3,
  of: 'regionalPriority',
  columns,
  evolve(row: PriorityRow | undefined, event: Recorded<RegionalPriorityEvent>): PriorityRow | undefined {
    if (event.type === 'RegionalPriorityAdopted') {
      const { region, code, wording, steward, name, actionPlan } = event.data;
      return {
        id: idOf(event.stream) as RegionalPriorityId,
        status: 'adopted',
        region,
        code,
        wording,
        steward: steward ?? null,
        plan_id: actionPlan.id,
        adopted_day: event.metadata.effectiveAt,
        retired_day: null,
        completed_day: null,
        name,
        plan: actionPlan,
      };
    }
    if (row === undefined) return undefined;
    switch (event.type) {
      case 'RegionalPriorityAmended':
        return { ...row, ...event.data.changes };
      case 'RegionalPriorityRetired':
        return { ...row, status: 'retired', retired_day: event.metadata.effectiveAt };
      case 'DeliveryCompleted':
        return { ...row, completed_day: row.completed_day ?? event.metadata.effectiveAt };
      default:
        return row;
    }
  },
});

/**
 * The regional priorities at a moment, to be put after `from`: the columns of the view, and `provenance`, which is `demonstration` where
 * the steward is of the demonstration at that moment, else `submitted`.
 */
export function prioritiesByKind(moment: Moment): Sql {
  return sql`(
    select p.*, case o.provenance when 'demonstration' then 'demonstration' else 'submitted' end as provenance
    from ${regionalPriorities.at(moment)} p left join ${organisations.at(moment)} o on o.stream = 'organisation-' || p.steward)`;
}
