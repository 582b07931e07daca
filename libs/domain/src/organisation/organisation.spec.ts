import { describe, it } from '@jest/globals';
import { type CountryCode } from '../kernel/ids.js';
import { on, specify } from '../testing/specify.js';
import { type OrganisationEvent } from './organisation.events.js';
import { organisation, type OrganisationCommand, type OrganisationFacts } from './organisation.js';

const facts: OrganisationFacts = { countries: new Map([['KE' as CountryCode, 'AFR']]) };
const given = specify(organisation, facts);

const details = { name: { en: 'Ministry of Connectivity of Northland' }, category: 'government' as const };
const register = (more: object = {}): OrganisationCommand => ({
  type: 'RegisterOrganisation',
  provenance: 'submitted',
  ...details,
  ...more,
});
const registered = (more: object = {}): OrganisationEvent => ({
  type: 'OrganisationRegistered',
  data: { provenance: 'submitted', ...details, ...more },
});
const verify = { type: 'VerifyOrganisation' } as const;
const verified: OrganisationEvent = { type: 'OrganisationVerified', data: {} };
const reason = { en: 'It moved.' };
const home = { country: 'KE' as CountryCode };

describe('an organisation', () => {
  it('is registered with what is known of it', () => given([]).when(register()).then([registered()]));
  it('is registered once', () => given([registered()]).when(register()).thenRefused('already-registered'));
  it('is at home in a country of the ledger', () => {
    given([])
      .when(register({ home }))
      .then([registered({ home })]);
    given([])
      .when(register({ home: { country: 'XX' } }))
      .thenRefused('country-unknown', { pointer: '/home/country' });
  });
  it('that is pan-regional is at home in a region alone', () =>
    given([])
      .when(register({ home: { region: 'AFR' } }))
      .then([registered({ home: { region: 'AFR' } })]));
  it('taken from public sources names one', () =>
    given([])
      .when(register({ provenance: 'published' }))
      .thenRefused('source-missing', { pointer: '/sources' }));
  it('without a provenance is submitted', () => {
    const { provenance: _, ...unsaid } = { provenance: undefined, ...register() };
    given([]).when(unsaid).then([registered()]);
  });
  it('taken from public sources keeps one', () => {
    const sources = [{ title: { en: 'A register' } }];
    given([registered({ provenance: 'published', sources })])
      .when({ type: 'AmendOrganisation', reason, changes: { sources: null } })
      .thenRefused('source-missing', { pointer: '/changes/sources' });
  });
  it('is verified once, or again in other words', () => {
    given([registered()]).when(verify).then([verified]);
    given([registered(), verified]).when(verify).thenNothing();
    given([registered(), verified])
      .when({ ...verify, note: { en: 'By letter.' } })
      .then([{ type: 'OrganisationVerified', data: { note: { en: 'By letter.' } } }]);
  });
  it('is registered before it is verified', () => given([]).when(verify).thenRefused('organisation-unknown'));
  it('is not verified on a day before it was registered', () =>
    given([on('2026-02-01', registered())])
      .when(on('2026-01-31', verify))
      .thenRefused('day-before-the-opening'));
  it('is amended in what changes', () =>
    given([registered({ home })])
      .when({ type: 'AmendOrganisation', reason, changes: { home, membership: 'sector-member' } })
      .then([{ type: 'OrganisationAmended', data: { reason, changes: { membership: 'sector-member' } } }]));
  it('is not amended by what is known already', () =>
    given([registered({ home })])
      .when({ type: 'AmendOrganisation', reason, changes: { home } })
      .thenNothing());
  it('moves to a country of the ledger', () =>
    given([registered()])
      .when({ type: 'AmendOrganisation', reason, changes: { home: { country: 'XX' as CountryCode } } })
      .thenRefused('country-unknown', { pointer: '/changes/home/country' }));
  it('is registered before it is amended, also where nothing would change', () => {
    given([]).when({ type: 'AmendOrganisation', reason, changes: { home } }).thenRefused('organisation-unknown');
    given([])
      .when({ type: 'AmendOrganisation', reason, changes: { home: null } })
      .thenRefused('organisation-unknown');
  });
});
