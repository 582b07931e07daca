import { Controller, Param, type Type as Class } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CommitmentId, type Day, type Provenance, RegionalPriorityId, ReportId } from '@mithaq/domain';
import { type RecordedEvent } from '@mithaq/event-store';
import {
  listReports,
  type Moment,
  oneCommitment,
  oneRegionalPriority,
  oneReport,
  type Question,
  type ReportedOn,
} from '@mithaq/projections';
import { type TSchema } from 'typebox';
import { Id } from '../http/id.js';
import { momentParameters } from '../reading/as-of.js';
import { found, foundPart, onePage, shaped, together } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { parameters } from '../reading/parameters.js';
import { Read } from '../reading/read.js';
import './reports.answers.js';

/** Whose reports are read: where it stands in the addresses, how it is called, and how it is asked for itself. */
interface Reported {
  readonly collection: string;
  readonly id: TSchema;
  readonly noun: string;
  readonly suffix: string;
  readonly on: (id: string) => ReportedOn;
  readonly itself: (at: Moment, day: Day, id: string) => Question<{ readonly provenance: Provenance } | undefined>;
}

const MomentParameters = parameters(momentParameters);

function readsOf({ collection, id: ofOne, noun, suffix, on, itself }: Reported): Class {
  const streamOf = (id: string) => `${on(id).category}-${id}`;

  @ApiTags(collection)
  @Controller(collection)
  class ReportReads {
    constructor(private readonly queries: QueryBus) {}

    @Read({
      path: ':id/reports',
      operationId: `listReports${suffix}`,
      summary: `The reports on ${noun}, in the order in which they were made`,
      parameters: MomentParameters,
      answer: 'Reports',
      of: { id: ofOne },
    })
    reports(@Param('id', Id(ofOne)) id: string, @ReadParameters(MomentParameters) asked: Asked<object>) {
      return this.queries.execute(
        found(asked, streamOf(id), (at, day) =>
          shaped(
            together(itself(at, day, id), listReports(at, on(id))),
            ([of, reports]) => of && { body: { data: reports, page: onePage(reports) }, provenance: [of.provenance] },
          ),
        ),
      );
    }

    @Read({
      path: ':id/reports/:report',
      operationId: `getReport${suffix}`,
      summary: `One report on ${noun}`,
      parameters: MomentParameters,
      answer: 'Report',
      of: { id: ofOne, report: ReportId },
    })
    report(
      @Param('id', Id(ofOne)) id: string,
      @Param('report', Id(ReportId)) report: ReportId,
      @ReadParameters(MomentParameters) asked: Asked<object>,
    ) {
      const isMadeBy = ({ type, data }: RecordedEvent) => type === 'ProgressReported' && data['report'] === report;
      return this.queries.execute(
        foundPart(asked, streamOf(id), { word: 'report', id: report, isMadeBy }, (at, day) =>
          shaped(
            together(itself(at, day, id), oneReport(at, on(id), report)),
            ([of, found]) => of && found && { body: found, provenance: [of.provenance] },
          ),
        ),
      );
    }
  }
  return ReportReads;
}

export const CommitmentReportReads = readsOf({
  collection: 'commitments',
  id: CommitmentId,
  noun: 'a commitment',
  suffix: '',
  // As its address was checked.
  on: id => ({ category: 'commitment', id: id as CommitmentId }),
  itself: (at, day, id) => oneCommitment(at, day, id as CommitmentId),
});

export const RegionalPriorityReportReads = readsOf({
  collection: 'regional-priorities',
  id: RegionalPriorityId,
  noun: 'a regional priority',
  suffix: 'OnRegionalPriority',
  on: id => ({ category: 'regionalPriority', id: id as RegionalPriorityId }),
  itself: (at, _day, id) => oneRegionalPriority(at, id as RegionalPriorityId),
});
