import { type CommitmentDetails, type CommitmentEvent, type Recorded } from '@mithaq/domain';
import { keyedView, type RowOf, type Rows, text } from '../engine/view.js';
import { oneOf } from './latest.js';

const columns = { type: oneOf<'country' | 'group' | 'partner' | 'regional-priority'>(), target: text };

type Link = RowOf<typeof columns>;

/**
 * What a commitment names: countries and country groups of its implementation, partner organisations, and the regional priorities that it
 * serves; one row each. A table of its own and not a JSON list in the row: membership of a group on a day is then a join, and "all that touch this country" an index.
 */
export const commitmentLinks = keyedView({
  name: 'commitment-links',
  version: 2,
  of: 'commitment',
  types: ['CommitmentPledged', 'CommitmentAmended'],
  columns,
  indexes: [['type', 'target']],
  evolve(links: Rows<Link>, event: Recorded<CommitmentEvent>): Rows<Link> {
    switch (event.type) {
      case 'CommitmentPledged': {
        const { implementation, partners: named, regionalPriorities } = event.data;
        const after = replaced(replaced(new Map(), places, placesOf(implementation)), partners, partnersOf(named));
        return replaced(after, priorities, prioritiesOf(regionalPriorities));
      }
      case 'CommitmentAmended': {
        const { changes } = event.data;
        let after = links;
        if (changes.implementation !== undefined) after = replaced(after, places, placesOf(changes.implementation));
        if (changes.partners !== undefined) after = replaced(after, partners, partnersOf(changes.partners));
        if (changes.regionalPriorities !== undefined) after = replaced(after, priorities, prioritiesOf(changes.regionalPriorities));
        return after;
      }
      default:
        return links;
    }
  },
});

const places: readonly Link['type'][] = ['country', 'group'];
const partners: readonly Link['type'][] = ['partner'];
const priorities: readonly Link['type'][] = ['regional-priority'];

function placesOf(implementation: CommitmentDetails['implementation'] | null): Link[] {
  return [
    ...(implementation?.countries ?? []).map(target => ({ type: 'country', target }) as const),
    ...(implementation?.groups ?? []).map(target => ({ type: 'group', target }) as const),
  ];
}

function partnersOf(named: CommitmentDetails['partners'] | null): Link[] {
  return (named ?? []).flatMap(partner => ('organisation' in partner ? [{ type: 'partner', target: partner.organisation } as const] : []));
}

function prioritiesOf(served: CommitmentDetails['regionalPriorities'] | null): Link[] {
  return (served ?? []).map(target => ({ type: 'regional-priority', target }) as const);
}

/** The links with those of some types replaced; one that was there stays the same object. */
function replaced(links: Rows<Link>, types: readonly Link['type'][], by: readonly Link[]): Rows<Link> {
  const after = new Map([...links].filter(([, link]) => !types.includes(link.type)));
  for (const link of by) {
    const key = `${link.type}-${link.target}`;
    after.set(key, links.get(key) ?? link);
  }
  return after;
}
