import { describe, expect, it } from '@jest/globals';
import { stateOn } from '../kernel/decide.js';
import { type Day, openingDay } from '../kernel/day.js';
import { type CountryCode } from '../kernel/ids.js';
import { on, specify } from '../testing/specify.js';
import { type CountryGroupEvent } from './country-group.events.js';
import { countryGroup, type CountryGroupCommand } from './country-group.js';

const given = specify(countryGroup, { country: 'listed' });
const bhutan = 'BT' as CountryCode;
const name = { en: 'Least developed countries' };
const listed: CountryGroupEvent = { type: 'CountryGroupListed', data: { name } };
const join: CountryGroupCommand = { type: 'RecordJoining', country: bhutan };
const joined: CountryGroupEvent = { type: 'CountryJoinedGroup', data: { country: bhutan } };
const graduate: CountryGroupCommand = { type: 'RecordGraduation', country: bhutan };
const left: CountryGroupEvent = { type: 'CountryLeftGroup', data: { country: bhutan } };

describe('a country group', () => {
  it('is listed once', () => {
    given([]).when({ type: 'ListCountryGroup', name }).then([listed]);
    given([listed]).when({ type: 'ListCountryGroup', name }).thenNothing();
  });
  it('is joined once', () => {
    given([listed]).when(join).then([joined]);
    given([listed, joined]).when(join).thenNothing();
  });
  it('is joined by a country of the ledger', () =>
    given([listed], { country: 'unlisted' }).when(join).thenRefused('country-unknown', { pointer: '/country' }));
  it('is listed before it is joined', () => given([]).when(join).thenRefused('not-listed'));
  it('is left by a member', () => {
    given([listed, joined]).when(graduate).then([left]);
    given([listed]).when(graduate).thenRefused('not-member');
    given([listed, joined, left]).when(graduate).thenRefused('not-member');
  });
  it('is not joined on an earlier day by one who is recorded as joining later', () =>
    given([on('2000-01-01', listed), on('2010-01-01', joined)])
      .when(on('2005-01-01', join))
      .thenRefused('contradicts-the-record', { rule: 'already-member', contradicts: { effectiveAt: '2010-01-01' } }));
  it('has the members of the day that is asked for', () => {
    const log = [
      { ...listed, metadata: { effectiveAt: openingDay } },
      { ...joined, metadata: { effectiveAt: '1971-11-18' as Day } },
      { ...left, metadata: { effectiveAt: '2023-12-13' as Day } },
    ];
    const members = (day: string) => {
      const state = stateOn(countryGroup, log, day as Day);
      return state.status === 'listed' ? [...state.members] : undefined;
    };
    expect(members('1860-01-01')).toBeUndefined();
    expect(members('1971-11-17')).toEqual([]);
    expect(members('2023-12-12')).toEqual([bhutan]);
    expect(members('2023-12-13')).toEqual([]);
  });
});
