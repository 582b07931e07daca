import { type Recorded } from '@mithaq/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { join } from 'node:path';
import { recordedSample, TemporaryFolder } from '../testing/sample-ledger.js';
import { type Sql } from './sql.js';
import { causesOf, correlatedBy, effectsOf, type TracePart } from './traces.js';
import { ViewsFile } from './views-file.js';

/** Events at the positions 1, 2, …, each of a stream of its own, caused by the one at a position or by nothing that is known. */
const ledger = (causes: readonly (number | undefined)[]): Recorded[] =>
  causes.map((cause, i) => {
    const event = recordedSample({ type: 'Put', data: { key: 'k', value: i }, day: '2026-01-01', stream: `sample-${i + 1}` }, i + 1);
    const causationId = cause === undefined ? {} : { causationId: idOf(cause) };
    return { ...event, id: idOf(i + 1), revision: 0n, metadata: { ...event.metadata, correlationId: `request-${i % 2}`, ...causationId } };
  });
const idOf = (position: number) => `event-${position}`;
const all: TracePart = { at: {}, after: -1n, limit: 1_000 };

describe('what belongs together', () => {
  let folder: TemporaryFolder;
  let files = 0;
  beforeAll(() => {
    folder = new TemporaryFolder();
  });
  afterAll(() => folder.remove());

  function asked<Answer>(causes: readonly (number | undefined)[], ask: (db: Database.Database) => Answer): Answer {
    const file = new ViewsFile(join(folder.path, `traces-${files++}.sqlite`), []);
    const db = new Database(file.path, { readonly: true });
    try {
      const events = ledger(causes);
      file.apply(events, new Map(), events.at(-1)!.position);
      return ask(db);
    } finally {
      db.close();
      file.close();
    }
  }
  const rows = <Row>(db: Database.Database, { text, params }: Sql<Row>) => db.prepare<unknown[], Row>(text).all(...params);
  const positions = (db: Database.Database, question: Sql<{ position: number | bigint }>) =>
    rows(db, question).map(({ position }) => Number(position));

  it('are the events of one correlation id, in order, by parts and up to a moment', () =>
    asked([undefined, undefined, undefined, undefined, undefined], db => {
      expect(rows(db, correlatedBy('request-0', all))).toEqual(
        [1, 3, 5].map(position => ({ position, stream: `sample-${position}`, revision: 0 })),
      );
      expect(positions(db, correlatedBy('request-0', { ...all, after: 1n, limit: 1 }))).toEqual([3]);
      expect(positions(db, correlatedBy('request-0', { ...all, at: { position: 4n } }))).toEqual([1, 3]);
      expect(positions(db, correlatedBy('request-2', all))).toEqual([]);
    }));

  it('are what led to an event, and what it led to', () =>
    asked([undefined, 1, 2, 1, 3, 99], db => {
      expect(positions(db, causesOf(5n))).toEqual([1, 2, 3]);
      expect(positions(db, causesOf(6n))).toEqual([]);
      expect(rows(db, effectsOf(1n, all)).map(({ position, depth }) => [position, depth])).toEqual([
        [2, 1],
        [3, 2],
        [4, 1],
        [5, 3],
      ]);
      expect(positions(db, effectsOf(1n, { ...all, at: { position: 3n } }))).toEqual([2, 3]);
      expect(positions(db, effectsOf(1n, { ...all, after: 3n, limit: 1 }))).toEqual([4]);
    }));

  it('are found without reading the ledger', () =>
    asked([undefined], db => {
      for (const { text, params } of [correlatedBy('request-0', all), causesOf(1n), effectsOf(1n, all)]) {
        const plan = db
          .prepare<unknown[], { detail: string }>(`explain query plan ${text}`)
          .all(...params)
          .map(({ detail }) => detail);
        expect(plan.filter(step => /SCAN (e|ledger_event)\b/.test(step))).toEqual([]);
        expect(plan.some(step => /SEARCH (e|ledger_event) USING/.test(step))).toBe(true);
      }
    }));

  it('end, whatever events say of their causes; and each effect has the event among its causes', () =>
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }), { minLength: 1, maxLength: 12 }), causes =>
        asked(causes, db => {
          const every = causes.map((_, i) => i + 1);
          const effects = every.flatMap(cause => positions(db, effectsOf(BigInt(cause), all)).map(effect => [cause, effect]));
          const led = every.flatMap(effect => positions(db, causesOf(BigInt(effect))).map(cause => [cause, effect]));
          expect(new Set(led.map(String))).toEqual(new Set(effects.map(String)));
        }),
      ),
      { numRuns: 50 },
    ));
});
