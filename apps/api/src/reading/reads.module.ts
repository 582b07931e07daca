import { Module } from '@nestjs/common';
import { CoalitionReads } from '../coalitions/coalitions.reads.js';
import { CommitmentReads } from '../commitments/commitments.reads.js';
import { CorrectionPreviews } from '../corrections/correction-previews.js';
import { CorrectionReads } from '../corrections/corrections.reads.js';
import { PreviewedCellReads } from '../corrections/previewed-cells.reads.js';
import { CountryReads } from '../countries/countries.reads.js';
import { CountryGroupReads } from '../country-groups/country-groups.reads.js';
import { EventStreams } from '../events/event-streams.js';
import { EventReads } from '../events/events.reads.js';
import { FocusAreaReads } from '../focus-areas/focus-areas.reads.js';
import { figureReads } from '../figures/figures.reads.js';
import { changesReads } from '../history/changes.reads.js';
import { historyReads } from '../history/history.reads.js';
import { TraceReads } from '../history/traces.reads.js';
import { OrganisationReads } from '../organisations/organisations.reads.js';
import { ReferenceReads } from '../reference/reference.reads.js';
import { RegionReads } from '../regions/regions.reads.js';
import { RegionalPriorityReads } from '../regional-priorities/regional-priorities.reads.js';
import { ReplayReads } from '../replay/replay.reads.js';
import { WorkingGroupReads } from '../working-groups/working-groups.reads.js';
import { ReportingCycleReads } from '../reporting-cycles/reporting-cycles.reads.js';
import { CommitmentReportReads, RegionalPriorityReportReads } from '../reports/reports.reads.js';
import { AskHandler } from './ask.js';
import { KeptAnswers } from './kept-answers.js';

/** Everything that can be read of the ledger. */
@Module({
  controllers: [
    CommitmentReads,
    CoalitionReads,
    OrganisationReads,
    RegionReads,
    FocusAreaReads,
    CountryGroupReads,
    CountryReads,
    RegionalPriorityReads,
    WorkingGroupReads,
    ReferenceReads,
    ReportingCycleReads,
    CorrectionReads,
    PreviewedCellReads,
    CommitmentReportReads,
    RegionalPriorityReportReads,
    EventReads,
    TraceReads,
    ReplayReads,
    ...figureReads,
    ...historyReads,
    ...changesReads,
  ],
  providers: [AskHandler, KeptAnswers, EventStreams, CorrectionPreviews],
})
export class ReadsModule {}
