import {
  Amounts,
  type CycleId,
  type DeclineReason,
  type DeclaredReportChanges,
  type Delivery,
  DeliveryCompleted,
  type LocalizedText,
  ProgressReported,
  QueryAnswered,
  Reading,
  ReportAmended,
  ReportAssessed,
  ReportChanges,
  type ReportCommand,
  ReportDeclined,
  ReportQueried,
} from '@mithaq/domain';
import Type from 'typebox';
import { type Exact, type Hold } from '../http/exact.js';
import { Field } from '../http/fields.js';
import { amount, DatedDto, SourceDto } from '../http/text.dto.js';

type Asks<Type extends ReportCommand['type']> = Omit<Extract<ReportCommand, { type: Type }>, 'type'>;

const reading = Reading.properties;
export class ReadingDto {
  @Field(reading.indicator) readonly indicator!: LocalizedText;
  @Field(reading.unit) readonly unit?: LocalizedText;
  @Field(reading.value) readonly value!: number;
  @Field(reading.qualifier) readonly qualifier?: NonNullable<Reading['qualifier']>;
}

export class AmountsDto {
  @Field(Amounts.properties.currency) readonly currency!: string;
  @Field(Type.Optional(amount)) readonly committed?: string;
  @Field(Type.Optional(amount)) readonly disbursed?: string;
  @Field(Type.Optional(amount)) readonly spent?: string;
}

const reported = ProgressReported.data.properties;
export class ReportProgressDto extends DatedDto {
  /** Absent: a report of no cycle. */
  @Field(reported.cycle) readonly cycle?: CycleId;
  @Field(reported.delivery) readonly delivery?: Delivery;
  @Field(reported.percent) readonly percent?: number;
  @Field(reported.readings, () => ReadingDto) readonly readings?: ReadingDto[];
  @Field(reported.amounts, () => AmountsDto) readonly amounts?: AmountsDto;
  @Field(reported.beneficiaries) readonly beneficiaries?: number;
  @Field(reported.narrative) readonly narrative?: LocalizedText;
  @Field(reported.barriers) readonly barriers?: LocalizedText;
  @Field(reported.evidence, () => SourceDto) readonly evidence?: SourceDto[];
  @Field(reported.source, () => SourceDto) readonly source?: SourceDto;
}

const changes = ReportChanges.properties;
export class ReportChangesDto {
  @Field(changes.delivery) readonly delivery?: Delivery | null;
  @Field(changes.percent) readonly percent?: number | null;
  @Field(changes.readings, () => ReadingDto) readonly readings?: ReadingDto[] | null;
  @Field(changes.amounts, () => AmountsDto) readonly amounts?: AmountsDto | null;
  @Field(changes.beneficiaries) readonly beneficiaries?: number | null;
  @Field(changes.narrative) readonly narrative?: LocalizedText | null;
  @Field(changes.barriers) readonly barriers?: LocalizedText | null;
  @Field(changes.evidence, () => SourceDto) readonly evidence?: SourceDto[] | null;
}

const amended = ReportAmended.data.properties;
export class AmendReportDto extends DatedDto {
  @Field(amended.reason) readonly reason!: LocalizedText;
  @Field(amended.changes, () => ReportChangesDto) readonly changes!: ReportChangesDto;
  @Field(amended.source, () => SourceDto) readonly source?: SourceDto;
}

const declined = ReportDeclined.data.properties;
export class DeclineReportDto extends DatedDto {
  @Field(declined.cycle) readonly cycle!: CycleId;
  @Field(declined.reason) readonly reason!: DeclineReason;
  @Field(declined.note) readonly note?: LocalizedText;
  @Field(declined.source, () => SourceDto) readonly source?: SourceDto;
}

export class QueryReportDto extends DatedDto {
  @Field(ReportQueried.data.properties.question) readonly question!: LocalizedText;
}

const answered = QueryAnswered.data.properties;
export class AnswerQueryDto extends DatedDto {
  @Field(answered.answer) readonly answer!: LocalizedText;
  @Field(answered.source, () => SourceDto) readonly source?: SourceDto;
}

const assessed = ReportAssessed.data.properties;
export class AssessReportDto extends DatedDto {
  @Field(assessed.verifiability) readonly verifiability!: Asks<'AssessReport'>['verifiability'];
  @Field(assessed.progress) readonly progress!: Asks<'AssessReport'>['progress'];
  @Field(assessed.note) readonly note?: LocalizedText;
}

const completed = DeliveryCompleted.data.properties;
export class CompleteDeliveryDto extends DatedDto {
  @Field(completed.narrative) readonly narrative?: LocalizedText;
  @Field(completed.evidence, () => SourceDto) readonly evidence?: SourceDto[];
  @Field(completed.source, () => SourceDto) readonly source?: SourceDto;
}

type Says<Dto extends DatedDto> = Omit<Dto, keyof DatedDto>;

/** Which report and which query are meant, their addresses say. */
export type _ = Hold<
  [
    Exact<Says<ReportProgressDto>, Omit<Asks<'ReportProgress'>, 'report'>>,
    Exact<Says<AmendReportDto>, Omit<Asks<'AmendReport'>, 'report'>>,
    Exact<ReportChangesDto, DeclaredReportChanges>,
    Exact<ReadingDto, Reading>,
    Exact<AmountsDto, Amounts>,
    Exact<Says<DeclineReportDto>, Asks<'DeclineReport'>>,
    Exact<Says<QueryReportDto>, Omit<Asks<'QueryReport'>, 'report' | 'query'>>,
    Exact<Says<AnswerQueryDto>, Omit<Asks<'AnswerQuery'>, 'report' | 'query'>>,
    Exact<Says<AssessReportDto>, Omit<Asks<'AssessReport'>, 'report'>>,
    Exact<Says<CompleteDeliveryDto>, Asks<'CompleteDelivery'>>,
  ]
>;
