import type {
  Additionality,
  Category,
  CommitmentId,
  Day,
  DeclarationId,
  DeclaredDetails,
  DeclaredValue,
  FocusAreaId,
  Kind,
  LocalizedText,
  Nature,
  Partner,
  Qualifier,
  RegionalPriorityId,
  RegionId,
} from '@mithaq/domain';
import { contentId } from '../acts.js';
import { addDays, deal, pick, roundly, yearOf } from './arithmetic.js';
import { bodies, type Body } from './organisations.js';
import { placeOf } from './places.js';
import { manners, measured, namedPartners, type Said, say, type Theme, themes } from './texts.js';

/** One commitment as it will stand when it is complete; what becomes of it is told in `lives.ts`. */
export interface Pledge {
  readonly index: number;
  readonly id: CommitmentId;
  readonly lead: Body;
  readonly day: Day;
  readonly theme: Theme;
  readonly languages: 'en' | 'en, ar';
  readonly details: DeclaredDetails;
  /** The description without its figures: what is written before there is a target. */
  readonly inWords: LocalizedText;
}

const count = 160;

const firstDay = '2022-01-17' as Day;
const daysBetween = 11;

/** Of 845 pledges of 2023, 46 % were programmatic; advocacy, policy and financial ones followed in this order. */
const kinds = deal<Kind | undefined>(
  [
    ['programmatic', 74],
    ['advocacy', 34],
    ['policy', 27],
    ['financial', 21],
    [undefined, 4],
  ],
  149,
);

const primaries = deal<FocusAreaId>(
  [
    ['connecting-people', 56],
    ['empowering-communities', 44],
    ['building-digital-ecosystems', 38],
    ['incentivizing-investments', 22],
  ],
  41,
);

const additionalities = deal<Additionality | undefined>(
  [
    ['new', 64],
    ['scaled-up', 40],
    ['continuing', 32],
    [undefined, 24],
  ],
  147,
);

/** Women are among the beneficiaries of every second one. */
const women = deal<'women' | 'others'>(
  [
    ['women', 80],
    ['others', 80],
  ],
  79,
);

const natures = deal<Nature>(
  [
    ['own', 104],
    ['mobilised', 20],
    ['in-kind', 20],
    ['yearly', 16],
  ],
  129,
);

const leads = deal(
  bodies.map(body => [body, body.leads] as const),
  101,
);

/** A body is known to the ledger a fortnight before its first pledge. */
export function registrationDay(body: Body): Day {
  return addDays(dayOf(leads.indexOf(body)), -12);
}

function dayOf(index: number): Day {
  return addDays(firstDay, index * daysBetween);
}

function pledgeOf(index: number): Pledge {
  const lead = pick(leads, index);
  const day = dayOf(index);
  const languages = index % 3 === 0 ? 'en, ar' : 'en';
  const kind = kinds[index];
  const primary = pick(primaries, index);
  // The themes of an area take turns, each by the number of commitments that the area has had.
  const turn = primaries.slice(0, index).filter(area => area === primary).length;
  const theme = pick(themes[primary], turn);
  const { where, implementation } = placeOf(index, lead);

  const start = addDays(day, 30 + (index % 4) * 30);
  const end = `${yearOf(start) + 2 + (index % 4)}-12-31` as Day;
  const goal = roundly(theme.goal * pick([1, 0.4, 2.3, 0.7, 4, 1.5, 0.25], index));
  const title = pick(theme.titles, Math.floor(turn / 5));
  const sentences: Said[] = [theme.aim, ...(kind ? [pick(manners[kind], index)] : [])];
  const counts = index % 6 !== 5; // some give no number: a SMART check has something to say

  const details: DeclaredDetails = {
    title: say([`${title[0]} ${where.en}`, `${title[1]} ${where.ar}`], languages),
    description: say(joined([...sentences, ...(counts ? [measured(theme, goal, yearOf(end))] : [])]), languages),
    focusAreas: { primary, others: othersBeside(primary, index) },
    beneficiaries: {
      ...(counts && index % 5 !== 2 ? { count: roundly(goal * theme.reach) } : {}),
      groups: women[index] === 'women' ? ['women', ...theme.groups] : [...theme.groups],
    },
    sdgs: index % 8 === 7 ? [5, ...theme.sdgs].sort((a, b) => a - b) : [...theme.sdgs],
    ...present('kind', kind),
    ...present('additionality', additionalities[index]),
    ...present('implementation', implementation),
    ...present('value', valueOf(index, lead, kind, day)),
    ...present('partners', partnersOf(index, lead, day, languages)),
    ...present('regionalPriorities', prioritiesOf(index, implementation?.regions ?? [], day)),
    ...present('declarations', declarationsOf(index, day)),
    ...present('facilitatedBy', index % 4 === 2 ? primary : undefined),
    ...(counts
      ? {
          targets: [
            {
              indicator: say(theme.counted, languages),
              unit: say(theme.unit, languages),
              ...(index % 3 === 1 ? { baseline: Math.floor(goal / 9) } : {}),
              goal,
              ...(index % 7 === 6 ? {} : { due: end }),
            },
          ],
        }
      : {}),
    ...(index % 9 === 8 ? {} : { start, end }),
    ...(index % 5 === 3
      ? { sources: [{ title: say(['Letter of intent (demo)', 'رسالة نوايا (عرض توضيحي)'], languages), publisher: lead.name.en }] }
      : {}),
    identifiers: [{ scheme: 'mithaq-demonstration', id: String(index + 1) }],
  };
  return {
    index,
    id: contentId(`demonstration commitment ${index}`),
    lead,
    day,
    theme,
    languages,
    details,
    inWords: say(joined(sentences), languages),
  };
}

function joined(sentences: readonly Said[]): Said {
  return [sentences.map(([en]) => en).join(' '), sentences.map(([, ar]) => ar).join(' ')];
}

function othersBeside(primary: FocusAreaId, index: number): FocusAreaId[] {
  const rest = (Object.keys(themes) as FocusAreaId[]).filter(area => area !== primary); // the keys of a record of focus areas
  switch (index % 5) {
    case 0:
      return [pick(rest, index)];
    case 3:
      return [pick(rest, index), pick(rest, index + 1)];
    default:
      return [];
  }
}

/** The currencies of a region, with what one unit was worth in US dollars, about. */
const currencies: Readonly<Record<RegionId | 'none', readonly (readonly [currency: string, inDollars: string])[]>> = {
  EUR: [
    ['EUR', '1.08'],
    ['GBP', '1.25'],
    ['NOK', '0.094'],
  ],
  AFR: [
    ['USD', '1'],
    ['XOF', '0.00165'],
    ['KES', '0.0077'],
    ['ZAR', '0.054'],
  ],
  AMS: [
    ['USD', '1'],
    ['CAD', '0.73'],
    ['BRL', '0.19'],
  ],
  ARB: [
    ['SAR', '0.2666'],
    ['USD', '1'],
    ['KWD', '3.25'],
  ],
  ASP: [
    ['JPY', '0.0067'],
    ['USD', '1'],
    ['INR', '0.012'],
  ],
  CIS: [
    ['KZT', '0.0021'],
    ['USD', '1'],
  ],
  none: [
    ['CHF', '1.13'],
    ['USD', '1'],
  ],
};

/** In US dollars, of middling size. */
const sizes: Readonly<Record<Kind, number>> = { financial: 24_000_000, programmatic: 3_200_000, policy: 450_000, advocacy: 180_000 };

/** How far a body's purse is from a government's. */
const purses: Readonly<Record<Category, number>> = {
  government: 1,
  'private-sector': 1.4,
  'financial-institution': 3,
  'international-organisation': 0.8,
  'un-system': 0.8,
  'civil-society': 0.15,
  academia: 0.1,
  youth: 0.02,
  community: 0.02,
};

/** Money is named by all financial commitments, most programmatic ones, and few others. */
function valueOf(index: number, lead: Body, kind: Kind | undefined, day: Day): DeclaredValue | undefined {
  const named = kind === 'financial' || (kind === 'programmatic' && index % 5 !== 1) || (kind !== undefined && index % 6 === 0);
  if (!named) return undefined;
  const [currency, inDollars] = pick(currencies[lead.region ?? 'none'], index);
  const amount = roundly((sizes[kind] * purses[lead.category] * pick([1, 2.6, 0.35, 5.2, 0.8, 11, 1.7], index)) / Number(inDollars));
  const nature = pick(natures, index);
  const qualifier: Qualifier | undefined =
    nature === 'mobilised' ? 'aims-to-mobilise' : index % 11 === 4 ? 'approximately' : index % 11 === 8 ? 'more-than' : undefined;
  return {
    amount: String(amount),
    currency,
    nature,
    ...present('qualifier', qualifier),
    ...(currency === 'USD' || index % 3 === 2
      ? {}
      : {
          usd: {
            amount: String(Math.round(amount * Number(inDollars))),
            ...(index % 2 === 0 ? { rate: inDollars, rateDate: addDays(day, -5) } : {}),
          },
        }),
  };
}

/** Two in five have partners: another body of the ledger, one that is only named, or both. */
function partnersOf(index: number, lead: Body, day: Day, languages: Pledge['languages']): Partner[] | undefined {
  if (index % 5 !== 1 && index % 5 !== 4) return undefined;
  const others = bodies.filter(body => body !== lead && registrationDay(body) <= day);
  const registered: Partner[] = index % 2 === 0 && others.length > 0 ? [{ organisation: pick(others, index * 7).id }] : [];
  const named: Partner[] = index % 3 === 0 || registered.length === 0 ? [{ name: say(pick(namedPartners, index), languages) }] : [];
  return [...registered, ...named];
}

/** The regional priorities of the action plan in force: the six regions have at least four each under the Kigali Action Plan, from 2023. */
function prioritiesOf(index: number, regions: readonly RegionId[], day: Day): RegionalPriorityId[] | undefined {
  const region = regions[0];
  if (region === undefined || index % 3 === 0 || day < '2023-01-01' || day >= '2026-01-01') return undefined;
  return [`kap-${region.toLowerCase()}${1 + (index % 4)}` as RegionalPriorityId];
}

/** Declarations with the day from which one can refer to them. */
const declared: readonly (readonly [DeclarationId, since: string])[] = [
  ['agenda-2030', '2015-09-25'],
  ['broadband-commission', '2015-09-25'],
  ['sg-roadmap', '2020-06-11'],
  ['ldc5', '2022-03-17'],
  ['wtdc-res-88', '2022-06-30'],
  ['global-digital-compact', '2024-09-22'],
  ['baku-action-plan', '2025-11-28'],
];

function declarationsOf(index: number, day: Day): string[] | undefined {
  if (index % 4 === 1) return undefined;
  const known = declared.filter(([, since]) => since <= day).map(([id]) => id);
  return [...new Set([pick(known, index), ...(index % 6 === 0 ? [pick(known, index + 2)] : [])])];
}

/** A field, where there is something to say. */
function present<Field extends string, Value>(field: Field, value: Value | undefined): { [Key in Field]?: Value } {
  return (value === undefined ? {} : { [field]: value }) as { [Key in Field]?: Value }; // one field, of the name that it was given
}

/** All of them, in the order in which they are pledged. */
export const pledges: readonly Pledge[] = Array.from({ length: count }, (_, index) => pledgeOf(index));
