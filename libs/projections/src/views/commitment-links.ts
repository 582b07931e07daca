import { type CommitmentDetails, type CommitmentEvent, type Recorded } from '@mithaq/domain';
import { keyedView, type RowOf, type Rows, text } from '../engine/view.js';
import { oneOf } from './latest.js';

const columns = { type: oneOf<'country' | 'group' | 'partner'>(), target: text };

type Link = RowOf<typeof columns>;

/**
 * What a commitment names: countries and country groups of its implementation, and partner organisations; one row each. A table of
 * its own and not a JSON list in the row: membership of a group on a day is then a join, and "all that touch this country" an index.
 */
export const commitmentLinks = keyedView({
  name: 'commitment-links',
  version: 1,
  of: 'commitment',
  columns,
  indexes: [['type', 'target']],
  evolve(links: Rows<Link>, event: Recorded<CommitmentEvent>): Rows<Link> {
    switch (event.type) {
      case 'CommitmentPledged':
        return replaced(replaced(new Map(), places, placesOf(event.data.implementation)), partners, partnersOf(event.data.partners));
      case 'CommitmentAmended': {
        const { changes } = event.data;
        let after = links;
        if (changes.implementation !== undefined) after = replaced(after, places, placesOf(changes.implementation));
        if (changes.partners !== undefined) after = replaced(after, partners, partnersOf(changes.partners));
        return after;
      }
      default:
        return links;
    }
  },
});

const places: readonly Link['type'][] = ['country', 'group'];
const partners: readonly Link['type'][] = ['partner'];

function placesOf(implementation: CommitmentDetails['implementation'] | null): Link[] {
  return [
    ...(implementation?.countries ?? []).map(target => ({ type: 'country', target }) as const),
    ...(implementation?.groups ?? []).map(target => ({ type: 'group', target }) as const),
  ];
}

function partnersOf(named: CommitmentDetails['partners'] | null): Link[] {
  return (named ?? []).flatMap(partner => ('organisation' in partner ? [{ type: 'partner', target: partner.organisation } as const] : []));
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
