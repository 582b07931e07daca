import Type, { type Static } from 'typebox';
import { event, type EventOf } from '../kernel/event.js';
import { CountryCode } from '../kernel/ids.js';
import { nullable } from '../kernel/nullable.js';
import { RegionId } from '../kernel/places.js';
import { Identifiers, LocalizedName, LocalizedText, Provenance, Source, Sources, WebAddress } from '../kernel/text.js';

/** The kinds of stakeholders of the TDAG document of 13 May 2021, sections 1, 2 and 4. */
export const categoryIds = [
  'government',
  'private-sector',
  'international-organisation',
  'un-system',
  'financial-institution',
  'civil-society',
  'academia',
  'youth',
  'community',
] as const;
export const Category = Type.Enum([...categoryIds]);
export type Category = (typeof categoryIds)[number];

/** Where it is at home: a country, or a region alone for a pan-regional body. Absent: not stated. */
export const Home = Type.Union([
  Type.Object({ country: CountryCode }, { additionalProperties: false }),
  Type.Object({ region: RegionId }, { additionalProperties: false }),
]);
export type Home = Static<typeof Home>;

/** What it is to ITU: a Member State's body, a Sector Member, or neither. Absent: not stated. */
export const Membership = Type.Enum(['member-state', 'sector-member', 'none']);
export type Membership = Static<typeof Membership>;

const open = {
  home: Home,
  membership: Membership,
  website: WebAddress,
  sources: Sources,
  identifiers: Identifiers,
};

const details = { name: LocalizedName, category: Category, ...Type.Partial(Type.Object(open)).properties };

export const OrganisationDetails = Type.Object(details, { additionalProperties: false });
export type OrganisationDetails = Static<typeof OrganisationDetails>;

/** The details that changed, each whole; null clears. */
export const OrganisationChanges = Type.Object(
  {
    name: Type.Optional(LocalizedName),
    category: Type.Optional(Category),
    home: Type.Optional(nullable(open.home)),
    membership: Type.Optional(nullable(open.membership)),
    website: Type.Optional(nullable(open.website)),
    sources: Type.Optional(nullable(open.sources)),
    identifiers: Type.Optional(nullable(open.identifiers)),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type OrganisationChanges = Static<typeof OrganisationChanges>;

export const OrganisationRegistered = event('OrganisationRegistered', { provenance: Provenance, ...details });
export const OrganisationVerified = event('OrganisationVerified', { note: Type.Optional(LocalizedText) });
export const OrganisationAmended = event('OrganisationAmended', {
  reason: LocalizedText,
  changes: OrganisationChanges,
  source: Type.Optional(Source),
});

export const organisationEvents = { OrganisationRegistered, OrganisationVerified, OrganisationAmended };
export type OrganisationEvent = EventOf<(typeof organisationEvents)[keyof typeof organisationEvents]>;
