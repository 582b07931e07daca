import { Controller, Param, type Type as Class } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CommitmentId, RegionalPriorityId, ReportId } from '@mithaq/domain';
import { listReports, oneReport, provenanceOfReported, type ReportedOn, shaped, together } from '@mithaq/projections';
import { type TSchema } from 'typebox';
import { Id } from '../http/id.js';
import { MomentParameters } from '../reading/as-of.js';
import { found, onePage } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { Read } from '../reading/read.js';
import './reports.answers.js';

/** Whose reports are read: where it stands in the addresses, and how it is called. */
interface Reported {
  readonly collection: string;
  readonly id: TSchema;
  readonly noun: string;
  readonly suffix: string;
  readonly on: (id: string) => ReportedOn;
}

function readsOf({ collection, id: ofOne, noun, suffix, on }: Reported): Class {
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
        found(asked, streamOf(id), at =>
          shaped(
            together(provenanceOfReported(at, on(id)), listReports(at, on(id))),
            ([provenance, reports]) => provenance && { body: { data: reports, page: onePage(reports) }, provenance: [provenance] },
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
      return this.queries.execute(
        found(
          asked,
          streamOf(id),
          at =>
            shaped(
              together(provenanceOfReported(at, on(id)), oneReport(at, on(id), report)),
              ([provenance, found]) => provenance && found && { body: found, provenance: [provenance] },
            ),
          { word: 'report', id: report, madeBy: { type: 'ProgressReported', field: 'report' } },
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
});

export const RegionalPriorityReportReads = readsOf({
  collection: 'regional-priorities',
  id: RegionalPriorityId,
  noun: 'a regional priority',
  suffix: 'OnRegionalPriority',
  on: id => ({ category: 'regionalPriority', id: id as RegionalPriorityId }),
});
