import Type from 'typebox';

/** A UUID or a stable slug: lower case, digits and single hyphens, 64 characters at most. */
export const idPattern = '^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$';

export type OrganisationId = string & { readonly __brand: 'OrganisationId' };
export type CommitmentId = string & { readonly __brand: 'CommitmentId' };
export type RegionalPriorityId = string & { readonly __brand: 'RegionalPriorityId' };

export const OrganisationId = Type.Unsafe<OrganisationId>(Type.String({ pattern: idPattern }));
export const CommitmentId = Type.Unsafe<CommitmentId>(Type.String({ pattern: idPattern }));
/** As the action plans number them, in lower case: `kap-afr1`. */
export const RegionalPriorityId = Type.Unsafe<RegionalPriorityId>(Type.String({ pattern: idPattern }));

export type CoalitionId = string & { readonly __brand: 'CoalitionId' };
export type AppointmentId = string & { readonly __brand: 'AppointmentId' };
export type CycleId = string & { readonly __brand: 'CycleId' };
export type ReportId = string & { readonly __brand: 'ReportId' };
export type CorrectionId = string & { readonly __brand: 'CorrectionId' };
export type PersonId = string & { readonly __brand: 'PersonId' };

export const CoalitionId = Type.Unsafe<CoalitionId>(Type.String({ pattern: idPattern }));
export const AppointmentId = Type.Unsafe<AppointmentId>(Type.String({ pattern: idPattern }));
export const CycleId = Type.Unsafe<CycleId>(Type.String({ pattern: idPattern }));
export const ReportId = Type.Unsafe<ReportId>(Type.String({ pattern: idPattern }));
export const CorrectionId = Type.Unsafe<CorrectionId>(Type.String({ pattern: idPattern }));
/** Says nothing of the person: a UUID that was drawn, or derived from the request that first named them. */
export const PersonId = Type.Unsafe<PersonId>(Type.String({ format: 'uuid', pattern: idPattern }));

/** ISO 3166-1 alpha-2, upper case. Whether there is such a country, the `country-…` streams say. */
export type CountryCode = string & { readonly __brand: 'CountryCode' };
export const CountryCode = Type.Unsafe<CountryCode>(Type.String({ pattern: '^[A-Z]{2}$' }));

/** `LDC`, `LLDC`, `SIDS`, or a later group. Whether there is such a group, the `countryGroup-…` streams say. */
export type CountryGroupId = string & { readonly __brand: 'CountryGroupId' };
export const CountryGroupId = Type.Unsafe<CountryGroupId>(Type.String({ pattern: '^[A-Z][A-Z0-9]{1,15}$' }));
