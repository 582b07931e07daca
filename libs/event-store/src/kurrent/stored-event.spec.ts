import { type AllStreamRecordedEvent } from '@eventstore/db-client';
import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type NewEvent } from '../event-store.js';
import { serverFilter } from './categories.js';
import { Naming } from './stored-event.js';

const given: NewEvent = {
  id: randomUUID(),
  type: 'CommitmentPledged',
  data: { lead: 'acme' },
  metadata: { ledger: 'of the caller', recordedAt: 1 },
};
const created = new Date('2026-11-24T09:30:00.125Z');

const ledger = new Naming('');

/** What the server gives back of what it was given. */
function recorded({ id, type, data, metadata }: ReturnType<Naming['toServer']>, other: object = {}): AllStreamRecordedEvent {
  const position = { commit: 4711n, prepare: 4711n };
  return {
    streamId: 'commitment-1',
    id,
    type,
    revision: 2n,
    position,
    created,
    isJson: true,
    data,
    metadata,
    ...other,
  };
}

describe('an event on the server', () => {
  it('comes back as it was given, whatever its metadata are called', () => {
    expect(ledger.fromServer(recorded(ledger.toServer(given)))).toStrictEqual({
      ...given,
      stream: 'commitment-1',
      revision: 2n,
      position: 4711n,
      recordedAt: '2026-11-24T09:30:00.125Z',
    });
  });

  it('has the time at which another ledger recorded it', () => {
    const recordedAt = '2021-05-13T08:00:00.000Z';
    expect(ledger.fromServer(recorded(ledger.toServer({ ...given, recordedAt })))).toStrictEqual(
      expect.objectContaining({ ...given, recordedAt }),
    );
  });

  it.each([
    ['has no metadata', { metadata: undefined }],
    ['has metadata of its own', { metadata: { ledger: 'another', metadata: {} } }],
    ['has metadata that are bytes', { metadata: new Uint8Array([1, 2]) }],
    ['is no JSON', { isJson: false, data: new Uint8Array([1, 2]) }],
  ])('is none of the ledger where it %s', (_, other) => {
    expect(ledger.fromServer(recorded(ledger.toServer(given), other))).toBeUndefined();
  });
});

describe('a ledger with a name', () => {
  const staging = new Naming('staging');

  it('has streams that begin with it, which the port does not show', () => {
    const stored = recorded(staging.toServer(given), { streamId: `${staging.prefix}commitment-1` });
    expect(stored.streamId).toBe('staging.commitment-1');
    expect(staging.fromServer(stored)).toMatchObject({ ...given, stream: 'commitment-1' });
  });

  it('does not see another ledger of the same database, nor is it seen by it', () => {
    expect(ledger.fromServer(recorded(staging.toServer(given), { streamId: 'staging.commitment-1' }))).toBeUndefined();
    expect(staging.fromServer(recorded(ledger.toServer(given)))).toBeUndefined();
  });
});

describe('the filter of the server', () => {
  const of = (...categories: string[]) => new RegExp((serverFilter('', { categories }, () => undefined) as { regex: string }).regex);

  it('passes every stream but the server’s own', () => {
    expect(['commitment-1', 'country-ke', 'x', '$stats-0', '$$commitment-1', '$ce-commitment'].filter(name => of().test(name))).toEqual([
      'commitment-1',
      'country-ke',
      'x',
    ]);
  });

  it('passes the streams of the categories that are named, and no longer names', () => {
    const names = ['country-ke', 'country', 'countryGroup-LDC', 'commitment-country-1', 'commitment-1', '$ce-country', '$$country-ke'];
    expect(names.filter(name => of('country', 'commitment').test(name))).toEqual([
      'country-ke',
      'country',
      'commitment-country-1',
      'commitment-1',
    ]);
  });

  it('passes the streams of a ledger with a name, literally', () => {
    const names = ['staging.commitment-1', 'staging.country-ke', 'stagingxcountry-ke', 'country-ke'];
    const regex = (categories: string[]) =>
      new RegExp((serverFilter('staging.', { categories }, () => undefined) as { regex: string }).regex);
    expect(names.filter(name => regex([]).test(name))).toEqual(['staging.commitment-1', 'staging.country-ke']);
    expect(names.filter(name => regex(['country']).test(name))).toEqual(['staging.country-ke']);
  });

  it('takes a category literally', () => {
    expect(['a.b-1', 'axb-1', 'a(b-1'].filter(name => of('a.b', 'a(b').test(name))).toEqual(['a.b-1', 'a(b-1']);
  });
});
