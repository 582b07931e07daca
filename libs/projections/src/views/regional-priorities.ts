import {
  type Day,
  type OrganisationId,
  type Recorded,
  type RegionalPriorityEvent,
  type RegionalPriorityId,
  type RegionId,
} from '@mithaq/domain';
import { json, nullable, type RowOf, text, view } from '../engine/view.js';
import { oneOf } from './latest.js';
import { idOf } from './stream-id.js';

type Adopted = Extract<RegionalPriorityEvent, { type: 'RegionalPriorityAdopted' }>['data'];

const columns = {
  id: oneOf<RegionalPriorityId>(),
  region: oneOf<RegionId>(),
  code: text,
  wording: oneOf<Adopted['wording']>(),
  steward: nullable(oneOf<OrganisationId>()),
  plan_id: text,
  adopted_day: oneOf<Day>(),
  name: json<Adopted['name']>(),
  plan: json<Adopted['actionPlan']>(),
};

type PriorityRow = RowOf<typeof columns>;

/** One row a regional priority. */
export const regionalPriorities = view({
  name: 'regional-priorities',
  version: 1,
  of: 'regionalPriority',
  columns,
  evolve(row: PriorityRow | undefined, event: Recorded<RegionalPriorityEvent>): PriorityRow | undefined {
    switch (event.type) {
      case 'RegionalPriorityAdopted': {
        const { region, code, wording, steward, name, actionPlan } = event.data;
        return {
          id: idOf(event.stream) as RegionalPriorityId,
          region,
          code,
          wording,
          steward: steward ?? null,
          plan_id: actionPlan.id,
          adopted_day: event.metadata.effectiveAt,
          name,
          plan: actionPlan,
        };
      }
      default:
        return row;
    }
  },
});
