import { describe, it } from '@jest/globals';
import { on, specify } from '../testing/specify.js';
import { type PersonEvent } from './person.events.js';
import { person, type PersonCommand } from './person.js';

const given = specify(person, { known: 'known' });
const reason = { en: 'Asked by the person, letter 12.' };
const erase: PersonCommand = { type: 'ErasePerson', reason };
const erased: PersonEvent = { type: 'PersonErased', data: { reason } };

describe('a person', () => {
  it('is erased, with the reason', () => given([]).when(erase).then([erased]));
  it('is erased once, whatever the reason of the second time', () =>
    given([erased])
      .when({ ...erase, reason: { en: 'Asked again.' } })
      .thenNothing());
  it('whom nothing ever named is not erased', () => given([], { known: 'unknown' }).when(erase).thenRefused('person-unknown'));
  it('is erased already, also where the key is gone from the store', () => given([erased], { known: 'unknown' }).when(erase).thenNothing());
  it('takes no second erasure beside one of a later day', () =>
    given([on('2026-05-02', erased)])
      .when(on('2026-05-01', erase))
      .thenRefused('day-before-the-opening'));
});
