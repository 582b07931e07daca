import { Amounts, CycleId, LocalizedName, LocalizedText, nullable, ReportAssessed, ReportDetails, ReportId, Source } from '@mithaq/domain';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { closed, Decimal, LatestEvent, listOf, ofMoment } from '../reading/answers.js';

/** Amounts as people read them. */
export const ShownAmounts = Type.Object(
  {
    currency: Amounts.properties.currency,
    committed: Type.Optional(Decimal),
    disbursed: Type.Optional(Decimal),
    spent: Type.Optional(Decimal),
  },
  closed,
);

const { report: _report, ...found } = ReportAssessed.data.properties;

const report = {
  report: ReportId,
  cycle: Type.Union([Type.Object({ id: CycleId, name: nullable(LocalizedName) }, closed), Type.Null()], { description: 'Null: of none.' }),
  lateness: Type.Union([Type.Enum(['in-time', 'late']), Type.Null()], { description: 'By the day on which it was made.' }),
  reported: LatestEvent,
  ...ReportDetails.properties,
  amounts: Type.Optional(ShownAmounts),
  source: nullable(Source),
  amendments: Type.Array(
    Type.Object(
      {
        event: LatestEvent,
        reason: LocalizedText,
        fields: Type.Array(Type.String(), { description: 'What it changed.' }),
        source: Type.Optional(Source),
      },
      closed,
    ),
  ),
  queries: Type.Array(
    Type.Object(
      {
        query: Type.String(),
        event: LatestEvent,
        question: LocalizedText,
        answer: nullable(Type.Object({ event: LatestEvent, text: LocalizedText, source: Type.Optional(Source) }, closed)),
      },
      closed,
    ),
  ),
  openQueries: Type.Integer({ minimum: 0 }),
  assessment: Type.Union([Type.Object({ event: LatestEvent, ...found }, closed), Type.Null()], {
    description: 'What a second person found of the report as it stands; null again once it is amended.',
  }),
};

export const ReportsAnswer = answerSchema('Reports', listOf(Type.Object(report, closed)));
export const ReportAnswer = answerSchema('Report', ofMoment(report));
