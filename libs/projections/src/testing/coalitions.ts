import { type CoalitionId } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { oneCoalition, signatureTimeline } from '../views/coalition-list.js';
import { type Sort } from '../views/paging.js';
import { type Question } from '../views/question.js';
import { listSignatures, type SignatureFilter, type SignatureSort } from '../views/signature-list.js';
import { naiveCoalition, type NaiveLedger, naiveSignatures, naiveTimeline } from './naive.js';

/** What is asked of the signatures of a coalition. */
export interface SignaturesAsked {
  readonly filter: SignatureFilter;
  readonly sorts: readonly Sort<SignatureSort>[];
}

/** All that is asked of one coalition, of one moment. */
export function askOfCoalition(at: Moment, id: CoalitionId, { filter, sorts }: SignaturesAsked) {
  const questions = [
    oneCoalition(at, id),
    oneCoalition(at, id, ['submitted', 'published', 'demonstration']),
    listSignatures(at, id, filter, { limit: 100 }, sorts),
    signatureTimeline(at, id),
  ] as const;
  const ends = questions.map((_, i) => questions.slice(0, i + 1).reduce((sum, { statements }) => sum + statements.length, 0));
  return {
    statements: questions.flatMap(({ statements }) => statements),
    answer: results => {
      const [one, apart, listed, timeline] = questions;
      const of = (i: number) => results.slice(ends[i - 1] ?? 0, ends[i]);
      return {
        coalition: one.answer(of(0)),
        apart: apart.answer(of(1)),
        signatures: listed.answer(of(2)),
        timeline: timeline.answer(of(3)),
      };
    },
  } satisfies Question<unknown>;
}

/** Of that answer, what the naive ledger knows too. */
export function knownOfCoalition({ coalition, apart, signatures, timeline }: ReturnType<ReturnType<typeof askOfCoalition>['answer']>) {
  return {
    coalition: coalition && {
      id: coalition.id,
      launched: coalition.launched,
      document: coalition.document,
      signatories: coalition.signatories,
      versions: coalition.versions.map(({ version, sha256, published }) => ({ version, sha256, published })),
      tables: coalition.tables,
    },
    apart: apart?.tables,
    total: signatures.total,
    signatures: signatures.items.map(({ organisation, provenance, status, version, firstSigned, signed, withdrawn }) => ({
      organisation: organisation.id,
      region: organisation.region,
      provenance,
      status,
      version,
      firstSigned,
      signed,
      withdrawn: withdrawn?.day ?? null,
    })),
    days: timeline?.days,
  };
}

/** The same, straight from the events. */
export function naivelyOfCoalition(ledger: NaiveLedger, id: CoalitionId, { filter, sorts }: SignaturesAsked) {
  const signatures = naiveSignatures(ledger, id, filter, sorts);
  return {
    coalition: naiveCoalition(ledger, id),
    apart: naiveCoalition(ledger, id, ['submitted', 'published', 'demonstration'])?.tables,
    total: signatures.length,
    signatures,
    days: ledger.coalitions.has(id) ? naiveTimeline(ledger, id) : undefined,
  };
}
