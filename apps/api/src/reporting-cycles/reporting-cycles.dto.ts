import {
  CycleDays,
  type CycleProvenance,
  type Day,
  type LocalizedText,
  ReportingCycleClosed,
  type ReportingCycleCommand,
  ReportingCycleExtended,
  ReportingCycleOpened,
} from '@mithaq/domain';
import Type from 'typebox';
import { type Exact, type Hold } from '../http/exact.js';
import { Field } from '../http/fields.js';
import { DatedDto, SourceDto } from '../http/text.dto.js';

const days = CycleDays.properties;
export class CycleDaysDto {
  @Field(days.from) readonly from!: Day;
  @Field(days.to) readonly to!: Day;
  @Field(days.opens) readonly opens!: Day;
  @Field(days.due) readonly due!: Day;
  @Field(days.grace) readonly grace!: Day;
}

const opened = ReportingCycleOpened.data.properties;
export class OpenReportingCycleDto extends DatedDto {
  @Field(opened.name) readonly name!: LocalizedText;
  @Field(Type.Optional(opened.provenance)) readonly provenance?: CycleProvenance;
  @Field(opened.days, () => CycleDaysDto) readonly days!: CycleDaysDto;
  @Field(opened.source, () => SourceDto) readonly source?: SourceDto;
}

const extended = ReportingCycleExtended.data.properties;
export class ExtendReportingCycleDto extends DatedDto {
  @Field(extended.due) readonly due!: Day;
  @Field(extended.grace) readonly grace!: Day;
  @Field(extended.reason) readonly reason!: LocalizedText;
  @Field(extended.source, () => SourceDto) readonly source?: SourceDto;
}

const ended = ReportingCycleClosed.data.properties;
export class CloseReportingCycleDto extends DatedDto {
  @Field(ended.note) readonly note?: LocalizedText;
}

type Asks<Type extends ReportingCycleCommand['type']> = Omit<Extract<ReportingCycleCommand, { type: Type }>, 'type'>;
type Says<Dto extends DatedDto> = Omit<Dto, keyof DatedDto>;

export type _ = Hold<
  [
    Exact<Says<OpenReportingCycleDto>, Asks<'OpenReportingCycle'>>,
    Exact<Says<ExtendReportingCycleDto>, Asks<'ExtendReportingCycle'>>,
    Exact<Says<CloseReportingCycleDto>, Asks<'CloseReportingCycle'>>,
  ]
>;
