import { type CoalitionId, type CycleId, type CycleProvenance, type RegionId, regionIds } from '@mithaq/domain';
import {
  type Listed,
  listCoalitions,
  listCommitments,
  listCorrections,
  listCountries,
  listCycles,
  listDuties,
  listOrganisations,
  listPriorityDuties,
  listRegionalPriorities,
  listSignatures,
  listWorkingGroups,
  provenanceOfCoalition,
  provenances,
  shaped,
  shownCommitment,
  shownDuty,
  shownPriority,
  together,
  type WorkingGroupLine,
  type WorkingGroups,
} from '@mithaq/projections';
import { choices, type Chosen, type ListView, named } from './view.js';

const { provenance, region } = choices;
const list = { kind: 'list', given: 'in-pages' } as const;
const wholeList = { kind: 'list', given: 'whole' } as const;
/** What is nobody's publication, but submitted or of the demonstration. */
const ofCycles = ['submitted', 'demonstration'] as const satisfies readonly CycleProvenance[];

/** The lists, by their names; `<id>` stands for the id of the record that one is of. */
export const lists: Readonly<Record<string, (id: string) => ListView>> = {
  commitments: () => ({
    ...{ ...list, ...named('commitments'), takes: choices },
    question: chosen => (at, day, page) => shaped(listCommitments(at, day, chosen, page), listed => withItems(listed, shownCommitment)),
  }),
  organisations: () => ({
    ...{ ...list, ...named('organisations'), takes: { provenance, region } },
    question: chosen => (at, _, page) => listOrganisations(at, chosen, page),
  }),
  coalitions: () => ({
    ...{ ...list, ...named('coalitions'), takes: { provenance } },
    question: chosen => (at, _, page) => listCoalitions(at, chosen, page),
  }),
  'coalitions/<id>/signatures': id => ({
    ...{ ...list, ...named('coalitions/<id>/signatures', id), takes: { provenance, region }, told: withoutNames },
    question: chosen => (at, _, page) =>
      shaped(
        together(provenanceOfCoalition(at, id as CoalitionId), listSignatures(at, id as CoalitionId, chosen, page)), // one that is none is not found
        ([coalition, listed]) => coalition && listed,
      ),
  }),
  'reporting-cycles': () => ({
    ...{ ...wholeList, ...named('reporting-cycles'), takes: { provenance: ofCycles } },
    question: chosen => (at, day) => shaped(listCycles(at, day, ofCycle(chosen)), listed),
  }),
  'reporting-cycles/<id>/duties': id => ({
    ...{ ...list, ...named('reporting-cycles/<id>/duties', id), takes: choices },
    question: chosen => (at, day, page) =>
      // Of all provenances the cycle asks what is of its kind.
      shaped(
        listDuties(at, day, id as CycleId, { provenance: provenances, ...chosen }, page),
        listed => listed && withItems(listed, shownDuty),
      ),
  }),
  'reporting-cycles/<id>/regional-priorities': id => ({
    ...{ ...wholeList, ...named('reporting-cycles/<id>/regional-priorities', id), takes: {} },
    question: () => (at, day) => shaped(listPriorityDuties(at, day, id as CycleId), duties => duties && listed(duties)),
  }),
  'regional-priorities': () => ({
    ...{ ...wholeList, ...named('regional-priorities'), takes: { provenance: ofCycles, region: regionIds } },
    question: chosen => at =>
      shaped(listRegionalPriorities(at, { ...ofCycle(chosen), ...ofRegions(chosen) }), items => listed(items.map(shownPriority))),
  }),
  countries: () => ({
    ...{ ...wholeList, ...named('countries'), takes: { region: regionIds } },
    question: chosen => at => shaped(listCountries(at, ofRegions(chosen)), listed),
  }),
  'working-groups': () => ({
    ...{ ...wholeList, ...named('working-groups'), takes: { provenance } },
    ...{ itemsOf: groupsIn, told: withoutNamesOfCoChairs },
    question: chosen => (at, day) => shaped(listWorkingGroups(at, day, chosen.provenance), answer => listed(groupsIn(answer))),
  }),
  corrections: () => ({
    ...{ ...list, ...named('corrections'), takes: { provenance } },
    question: chosen => (at, _, page) => listCorrections(at, chosen, page),
  }),
};

/** As `takes` of these views has it. */
function ofCycle({ provenance }: Chosen) {
  return provenance ? { provenance: provenance as readonly CycleProvenance[] } : {};
}

function ofRegions({ region }: Chosen) {
  return region ? { region: region as readonly RegionId[] } : {};
}

function listed<Item>(items: readonly Item[]): Listed<Item> {
  return { items, total: items.length };
}

function withItems<Item, Shown extends object>(listed: Listed<Item>, shown: (item: Item) => Shown): Listed<Shown> {
  return { ...listed, items: listed.items.map(shown) };
}

/** The ledger has names sealed, and a service opens them: what both can tell of a person is who it is. */
function withoutNames(item: object): object {
  const { signatory, ...rest } = item as { readonly signatory: { readonly id: string } }; // a signature
  return { ...rest, signatory: signatory.id };
}

/** The four of each table; one that is established as none of its provenances is not established there. */
function groupsIn(answer: object): object[] {
  const { tables } = answer as WorkingGroups; // as the service and the views answer it
  return tables.flatMap(({ provenance, groups }) => groups.map(({ focusArea, ...group }) => ({ focusArea, ...group, provenance })));
}

function withoutNamesOfCoChairs(item: object): object {
  const { coChairs, ...rest } = item as Pick<WorkingGroupLine, 'coChairs'>; // a group
  return { ...rest, coChairs: coChairs.map(({ person, ...coChair }) => ({ ...coChair, person: person.id })) };
}
