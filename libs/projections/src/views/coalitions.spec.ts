import { afterEach, describe, expect, it } from '@jest/globals';
import { type CoalitionEvent, type CoalitionId, type Day, type OrganisationId, type Recorded, type SignatureEvent } from '@mithaq/domain';
import fc from 'fast-check';
import { type Moment } from '../engine/moment.js';
import { askOfCoalition, knownOfCoalition, naivelyOfCoalition } from '../testing/coalitions.js';
import { signaturesAsked } from '../testing/filters.js';
import { coalitionIds, ledgers, moments, record, told, type Told } from '../testing/ledgers.js';
import { ledgerAt } from '../testing/naive.js';
import { RowsAt } from '../testing/rows-at.js';
import { views } from './all-views.js';
import { listCoalitions, listDocuments, oneCoalition, oneDocument, signatureTimeline } from './coalition-list.js';
import { listCommitments } from './commitment-list.js';
import { listOrganisations } from './organisation-list.js';
import { type Cursor } from './paging.js';
import { perFocusArea } from './per-focus-area.js';
import { perRegion } from './per-region.js';
import { listSignatures, oneSignature, type SignatureFilter } from './signature-list.js';
import { type Signatory } from './signatures.js';

/** The rows hold for the moment already. */
const now: Moment = {};
const today = '2026-06-01' as Day;
let opened: RowsAt | undefined;
afterEach(() => opened?.close());
function rowsAt(events: readonly Recorded[], moment: Moment = {}): RowsAt {
  opened?.close();
  return (opened = new RowsAt(views, events, moment));
}

const id = 'digital' as CoalitionId;
const reason = { en: 'Because.' };
const source = { title: { en: 'Record of the ceremony' } };
const text = { en: 'We will connect the unconnected.', ar: 'سنصل غير الموصولين.' };
const signatory = { id: '00000000-0000-4000-8000-000000000001' as never, name: `1.${'A'.repeat(60)}` };

const launched = (data: object = {}): CoalitionEvent => ({
  type: 'CoalitionLaunched',
  data: { name: { en: 'Digital Coalition', fr: 'Coalition numérique' }, provenance: 'submitted', ...data },
});
const published = (version: number, data: object = {}): CoalitionEvent => ({
  type: 'DocumentPublished',
  data: { version, text, sha256: String(version).repeat(64), ...data },
});
const signed = (organisation: string, version: number, data: object = {}): SignatureEvent => ({
  type: 'DocumentSigned',
  data: {
    coalition: id,
    organisation: organisation as OrganisationId,
    provenance: 'submitted',
    version,
    signatory,
    capacity: { en: 'Minister' },
    manner: 'ceremony',
    ...data,
  },
});
const withdrawn = (organisation: string): SignatureEvent => ({
  type: 'SignatureWithdrawn',
  data: { coalition: id, organisation: organisation as OrganisationId, reason, source },
});
const of = (organisation: string, day: string, event: SignatureEvent) => told(`signature-${organisation}`, day, event);
const registered = (organisation: string, category: string, home?: object): Told =>
  told(`organisation-${organisation}`, '2020-01-01', {
    type: 'OrganisationRegistered',
    data: { provenance: 'submitted', name: { en: `Body ${organisation}` }, category, ...(home && { home }) } as never,
  });
const pledged = (commitment: string, lead: string): Told =>
  told(`commitment-${commitment}`, '2022-01-01', {
    type: 'CommitmentPledged',
    data: {
      lead: lead as never,
      provenance: 'submitted',
      title: { en: commitment },
      focusAreas: { primary: 'connecting-people', others: [] },
    },
  });

const events = record([
  told('country-KE', '1865-05-17', {
    type: 'CountryListed',
    data: { iso3: 'KEN', name: { en: 'Kenya' }, region: 'AFR', standing: 'member-state' },
  }),
  registered('north', 'government', { country: 'KE' }),
  registered('south', 'private-sector', { region: 'AMS' }),
  registered('east', 'government'),
  told(`coalition-${id}`, '2022-06-08', launched({ source })),
  told(`coalition-${id}`, '2022-06-08', published(1)),
  of('north', '2022-06-08', signed('north', 1, { session: { name: { en: 'Ceremony' }, kind: 'ceremony' } })),
  of('south', '2022-06-08', signed('south', 1)),
  of('east', '2022-07-01', signed('east', 1, { manner: 'afterwards' })),
  told(`coalition-${id}`, '2023-01-01', published(2, { reason, source })),
  of('north', '2023-02-01', signed('north', 2)),
  of('south', '2023-03-01', withdrawn('south')),
  of('south', '2023-04-01', signed('south', 2, { provenance: 'published', source })),
  of('east', '2023-05-01', withdrawn('east')),
  pledged('cable', 'north'),
  pledged('masts', 'east'),
  pledged('ghost', 'nobody'),
]);
const on = (day: string) => rowsAt(events, { day: day as Day });

it('all that is asked of a coalition at any moment is what a naive fold of the events makes of it', () => {
  fc.assert(
    fc.property(ledgers, moments, signaturesAsked, (events, moment, asked) => {
      const [rows, ledger] = [rowsAt(events, moment), ledgerAt(events, moment)];
      for (const id of coalitionIds) {
        expect(knownOfCoalition(rows.ask(askOfCoalition(now, id, asked)))).toEqual(naivelyOfCoalition(ledger, id, asked));
      }
    }),
    { numRuns: 60 },
  );
});

describe('a coalition', () => {
  it('is what its launch and its versions say', () => {
    expect(on('2022-12-31').ask(oneCoalition(now, id))).toMatchObject({
      id,
      provenance: 'submitted',
      name: { en: 'Digital Coalition' },
      source,
      launched: '2022-06-08',
      document: { version: 1, sha256: '1'.repeat(64), published: '2022-06-08' },
      versions: [{ version: 1, languages: ['ar', 'en'] }],
      latest: { type: 'DocumentPublished', day: '2022-06-08' },
    });
    expect(rowsAt(events).ask(oneCoalition(now, id))).toMatchObject({
      document: { version: 2, published: '2023-01-01' },
      versions: [{ version: 1 }, { version: 2, reason, source }],
    });
  });

  it('has signatories by version, category and region of their homes, on the day that is asked for', () => {
    const table = (rows: RowsAt) => rows.ask(oneCoalition(now, id))?.tables;
    expect(table(on('2022-12-31'))).toMatchObject([
      {
        provenance: ['submitted', 'published'],
        standing: 3,
        withdrawn: 0,
        byVersion: [{ version: 1, standing: 3 }],
        byCategory: { government: 2, 'private-sector': 1, academia: 0, 'not-stated': 0 },
        byRegion: { AFR: 1, AMS: 1, ARB: 0, 'not-stated': 1 },
      },
    ]);
    expect(table(rowsAt(events))).toMatchObject([
      {
        standing: 2,
        withdrawn: 1,
        byVersion: [
          { version: 1, standing: 0 },
          { version: 2, standing: 2 },
        ],
        byCategory: { government: 1, 'private-sector': 1 },
        byRegion: { AFR: 1, AMS: 1, 'not-stated': 0 },
      },
    ]);
    expect(rowsAt(events).ask(oneCoalition(now, id, ['published']))?.tables).toMatchObject([{ provenance: ['published'], standing: 1 }]);
  });

  it('that is a demonstration counts its own, and is not among the others', () => {
    const demo = rowsAt(
      record([
        told('coalition-demo', '2022-06-08', launched({ provenance: 'demonstration' })),
        told('signature-demo', '2022-06-08', signed('north', 1, { coalition: 'demo', provenance: 'demonstration' })),
      ]),
    );
    expect(demo.ask(oneCoalition(now, 'demo' as never))).toMatchObject({
      document: null,
      signatories: { standing: 1, withdrawn: 0 },
      tables: [{ provenance: ['demonstration'], standing: 1 }],
    });
    expect(demo.ask(listCoalitions(now, {}, { limit: 10 })).items).toEqual([]);
    expect(demo.ask(listCoalitions(now, { provenance: ['demonstration'] }, { limit: 10 })).total).toBe(1);
  });

  it('is found by a part of its name in any language', () => {
    const found = (q: string) => rowsAt(events).ask(listCoalitions(now, { q }, { limit: 10 })).items;
    expect(found('NUMERIQUE')).toMatchObject([{ id, signatories: { standing: 2, withdrawn: 1 } }]);
    expect(found('rural')).toEqual([]);
  });

  it('has a document whose versions are read one by one, with their text', () => {
    const rows = rowsAt(events);
    expect(rows.ask(listDocuments(now, id))?.documents.map(({ version }) => version)).toEqual([1, 2]);
    expect(rows.ask(oneDocument(now, id, 2))).toMatchObject({
      provenance: 'submitted',
      document: { version: 2, sha256: '2'.repeat(64), text },
    });
    expect(rows.ask(oneDocument(now, id, 3))).toBeUndefined();
    expect(on('2022-12-31').ask(oneDocument(now, id, 2))).toBeUndefined();
  });

  it('that is not launched yet is none', () => {
    const rows = on('2022-06-07');
    for (const question of [oneCoalition(now, id), listDocuments(now, id), oneDocument(now, id, 1), signatureTimeline(now, id)]) {
      expect(rows.ask<unknown>(question)).toBeUndefined();
    }
  });
});

describe('the signatures of a coalition', () => {
  const ids = (filter: SignatureFilter, rows = rowsAt(events)) =>
    rows.ask(listSignatures(now, id, filter, { limit: 10 })).items.map(({ organisation }) => organisation.id);

  it('say by which version each organisation stands, since when, and how it came to it', () => {
    expect(rowsAt(events).ask(oneSignature(now, 'signature-north'))).toEqual({
      coalition: id,
      organisation: { id: 'north', name: { en: 'Body north' }, category: 'government', region: 'AFR' },
      provenance: 'submitted',
      status: 'standing',
      version: 2,
      firstSigned: '2022-06-08',
      signed: '2023-02-01',
      manner: 'ceremony',
      signatory,
      capacity: { en: 'Minister' },
      withdrawn: null,
      latest: expect.objectContaining({ type: 'DocumentSigned', day: '2023-02-01' }),
    });
    expect(on('2022-12-31').ask(oneSignature(now, 'signature-north'))).toMatchObject({
      version: 1,
      session: { name: { en: 'Ceremony' }, kind: 'ceremony' },
    });
    expect(rowsAt(events).ask(oneSignature(now, 'signature-east'))).toMatchObject({
      status: 'withdrawn',
      version: 1,
      withdrawn: { day: '2023-05-01', reason, source },
    });
    expect(rowsAt(events).ask(oneSignature(now, 'signature-west'))).toBeUndefined();
  });

  it('are found by organisation, version, standing, category, region and provenance', () => {
    expect(ids({})).toEqual(['south', 'north', 'east']);
    expect(ids({ status: ['standing'] })).toEqual(['south', 'north']);
    expect(ids({ status: ['withdrawn'] })).toEqual(['east']);
    expect(ids({ version: [1] })).toEqual(['east']);
    expect(ids({ version: [1] }, on('2022-12-31'))).toEqual(['east', 'north', 'south']);
    expect(ids({ category: ['government'] })).toEqual(['north', 'east']);
    expect(ids({ region: ['AFR', 'not-stated'] })).toEqual(['north', 'east']);
    expect(ids({ provenance: ['published'] })).toEqual(['south']);
    expect(ids({ organisation: ['east', 'north'] as never })).toEqual(['north', 'east']);
  });

  it('are paged forwards and back', () => {
    const rows = rowsAt(events);
    const page = (at: { after?: Cursor; before?: Cursor }) => rows.ask(listSignatures(now, id, {}, { limit: 2, ...at }));
    const first = page({});
    expect(first).toMatchObject({ total: 3, items: [{ organisation: { id: 'south' } }, { organisation: { id: 'north' } }] });
    const second = page({ after: first.next! });
    expect(second.items.map(({ organisation }) => organisation.id)).toEqual(['east']);
    expect(page({ before: second.prev! }).items).toEqual(first.items);
  });

  it('add up on their timeline, day by day', () => {
    expect(rowsAt(events).ask(signatureTimeline(now, id))).toEqual({
      provenance: 'submitted',
      days: [
        { day: '2022-06-08', signed: 2, signedLaterVersion: 0, withdrawn: 0, standing: 2 },
        { day: '2022-07-01', signed: 1, signedLaterVersion: 0, withdrawn: 0, standing: 3 },
        { day: '2023-02-01', signed: 0, signedLaterVersion: 1, withdrawn: 0, standing: 3 },
        { day: '2023-03-01', signed: 0, signedLaterVersion: 0, withdrawn: 1, standing: 2 },
        { day: '2023-04-01', signed: 1, signedLaterVersion: 0, withdrawn: 0, standing: 3 },
        { day: '2023-05-01', signed: 0, signedLaterVersion: 0, withdrawn: 1, standing: 2 },
      ],
    });
  });

  it('that came and went on one day are both on the timeline', () => {
    const rows = rowsAt(
      record([
        told(`coalition-${id}`, '2022-06-08', launched()),
        of('north', '2022-06-09', signed('north', 1)),
        of('north', '2022-06-09', withdrawn('north')),
      ]),
    );
    expect(rows.ask(signatureTimeline(now, id))?.days).toEqual([
      { day: '2022-06-09', signed: 1, signedLaterVersion: 0, withdrawn: 1, standing: 0 },
    ]);
  });
});

describe('whether somebody is a signatory', () => {
  const organisations = (signatory: Signatory[], rows = rowsAt(events)) =>
    rows.ask(listOrganisations(now, { signatory }, { limit: 10 })).items.map(({ id, signatory }) => [id, signatory]);

  it('is told of every organisation, and can be asked for', () => {
    expect(organisations(['standing'])).toEqual([
      ['north', 'standing'],
      ['south', 'standing'],
    ]);
    expect(organisations(['none'])).toEqual([['east', 'none']]);
    expect(organisations(['none', 'standing'])).toHaveLength(3);
    expect(organisations(['standing'], on('2022-06-30'))).toEqual([
      ['north', 'standing'],
      ['south', 'standing'],
    ]);
    expect(organisations(['standing'], on('2022-06-07'))).toEqual([]);
  });

  it('is told of every commitment by its lead, and can be asked for, in lists and in figures', () => {
    const rows = rowsAt(events);
    const listed = (signatory: Signatory[]) =>
      rows.ask(listCommitments(now, today, { signatory }, { limit: 10 })).items.map(({ id, lead }) => [id, lead.signatory]);
    expect(listed(['standing'])).toEqual([['cable', 'standing']]);
    expect(listed(['none']).sort()).toEqual([
      ['ghost', 'none'],
      ['masts', 'none'],
    ]);
    for (const [signatory, all] of [
      ['standing', 1],
      ['none', 2],
    ] as const) {
      expect(rows.ask(perRegion(now, today, { signatory: [signatory] })).tables[0]?.whole.exclusive.all).toBe(all);
      expect(rows.ask(perFocusArea(now, today, { signatory: [signatory] })).tables[0]?.whole.primary.all).toBe(all);
    }
  });
});
