import { describe, it } from '@jest/globals';
import { specify } from '../testing/specify.js';
import { type CountryDetails, type CountryEvent } from './country.events.js';
import { country } from './country.js';

const given = specify(country, {});
const details: CountryDetails = { iso3: 'TUR', name: { en: 'Turkey' }, region: 'EUR', standing: 'member-state' };
const renamed: CountryDetails = { ...details, name: { en: 'Türkiye', ar: 'تركيا' } };
const reference = { file: 'countries.json', sha256: 'a'.repeat(64) };
const listed: CountryEvent = { type: 'CountryListed', data: details };

describe('a country of reference', () => {
  it('is listed with the file that says so', () =>
    given([])
      .when({ type: 'ListCountry', details, reference })
      .then([{ type: 'CountryListed', data: { ...details, reference } }]));
  it('is not listed again while nothing differs, whatever file says so', () =>
    given([listed]).when({ type: 'ListCountry', details, reference }).thenNothing());
  it('is amended in what a later file says otherwise', () =>
    given([listed])
      .when({ type: 'ListCountry', details: renamed, reference })
      .then([{ type: 'CountryAmended', data: { changes: { name: renamed.name }, reference } }]));
});
