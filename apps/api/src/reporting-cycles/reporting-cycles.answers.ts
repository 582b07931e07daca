import {
  Category,
  CommitmentId,
  CorrectionId,
  CycleId,
  CycleTable,
  Day,
  DeclineReason,
  Delivery,
  FocusAreaId,
  LocalizedName,
  LocalizedText,
  nullable,
  OrganisationId,
  PriorityTable,
  Provenance,
  RegionalPriorityId,
  regionIds,
  RegionId,
  Source,
} from '@mithaq/domain';
import { dutyStates } from '@mithaq/projections';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { closed, cycleHead, LatestEvent, listOf, ofMoment, Rule, Status } from '../reading/answers.js';
import { Position } from '../reading/as-of.js';

const item = {
  ...cycleHead,
  opened: Type.Unsafe<Day>({ ...Day, description: 'The day from which it is on record.' }),
  closed: nullable(Day),
  source: nullable(Source),
  extensions: Type.Array(
    Type.Object({ event: LatestEvent, due: Day, grace: Day, reason: LocalizedText, source: Type.Optional(Source) }, closed),
  ),
  latest: LatestEvent,
};

export const ReportingCyclesAnswer = answerSchema('ReportingCycles', listOf(Type.Object(item, closed)));

const figures = {
  rule: Rule,
  before: Type.Union([CycleId, Type.Null()], { description: 'The cycle before, which `slipped` compares with.' }),
  tables: Type.Array(CycleTable),
  regionalPriorities: PriorityTable,
};

export const ReportingCycleAnswer = answerSchema(
  'ReportingCycle',
  ofMoment({
    ...item,
    frozen: Type.Union(
      [Type.Object({ ...figures, countedTo: Position, event: LatestEvent, note: Type.Optional(LocalizedText) }, closed), Type.Null()],
      {
        description:
          'Of a closed cycle: the tables as its closing recorded them. `counted` with `asOf=` countedTo and `effectiveAt=` the day of the closing ' +
          'gives the same digits; where nothing was recorded on that day before the closing, with `asOf=` the event of the closing: see `counted` there.',
      },
    ),
    counted: Type.Object(figures, {
      ...closed,
      description: 'The tables as they are counted at the moment of the answer; of a closed cycle for the day of its closing.',
    }),
    since: Type.Union(
      [Type.Object({ commitments: Type.Array(CommitmentId), regionalPriorities: Type.Array(RegionalPriorityId) }, closed), Type.Null()],
      {
        description:
          'Of a closed cycle: of what a reply to it was recorded, or changed, since it was counted; at most 100 of each. What else is ' +
          'recorded of that time (a late withdrawal, an amendment of places) is in `counted` too.',
      },
    ),
    restated: Type.Union(
      [
        Type.Array(
          Type.Object(
            {
              correction: CorrectionId,
              record: Type.String({ description: 'The stream of the record.' }),
              event: Type.String({ format: 'uuid', description: 'The compensating event.' }),
              position: Position,
              reason: LocalizedText,
            },
            closed,
          ),
        ),
        Type.Null(),
      ],
      {
        description:
          'Of a closed cycle, restated since: the corrections, at most 100, that were applied after it was counted to what owed it a ' +
          'report, to the lead of that, or to the cycle itself. The frozen tables stay; what the corrections come to is in `counted`.',
      },
    ),
  }),
);

/** What is done about a duty. */
export const duty = {
  state: Type.Enum([...dutyStates]),
  reported: nullable(Day),
  late: Type.Boolean({ description: 'The first report came after the due day.' }),
  declined: Type.Union([
    Type.Object(
      { event: LatestEvent, reason: DeclineReason, note: Type.Optional(LocalizedText), source: Type.Optional(Source) },
      { ...closed, description: 'That it was declined, though a report may have come after.' },
    ),
    Type.Null(),
  ]),
  delivery: nullable(Delivery),
  percent: Type.Union([Type.Integer(), Type.Null()]),
  slipped: Type.Boolean({ description: 'Delivery is worse than to the cycle before.' }),
  neverReported: Type.Boolean(),
};

export const DutiesAnswer = answerSchema(
  'Duties',
  listOf(
    Type.Object(
      {
        id: CommitmentId,
        title: LocalizedName,
        provenance: Provenance,
        registration: Status,
        lead: Type.Object(
          {
            id: OrganisationId,
            name: nullable(LocalizedName),
            category: nullable(Category),
            originRegion: Type.Enum([...regionIds, 'not-stated']),
          },
          closed,
        ),
        focusArea: FocusAreaId,
        regions: Type.Array(RegionId),
        onlyRegion: Type.Enum([...regionIds, 'several', 'not-stated']),
        ...duty,
      },
      closed,
    ),
  ),
);

export const PriorityDutiesAnswer = answerSchema(
  'PriorityDuties',
  listOf(
    Type.Object(
      {
        id: RegionalPriorityId,
        code: Type.String(),
        name: LocalizedText,
        region: RegionId,
        steward: nullable(Type.Object({ id: OrganisationId, name: nullable(LocalizedName) }, closed)),
        ...duty,
      },
      closed,
    ),
  ),
);
