import {
  CoChairAppointed,
  CoChairStoodDown,
  CoChairTermEnded,
  type Day,
  type LocalizedText,
  type OrganisationId,
  type Provenance,
  type RegionalPriorityId,
  type RegionId,
  type Seat,
  type Unsealed,
  type WorkingGroupCommand,
  WorkingGroupEstablished,
} from '@mithaq/domain';
import Type from 'typebox';
import { type Exact, type Hold } from '../http/exact.js';
import { Field } from '../http/fields.js';
import { DatedDto, SourceDto } from '../http/text.dto.js';
import { NamedPersonDto } from '../persons/persons.dto.js';

const established = WorkingGroupEstablished.data.properties;
export class EstablishWorkingGroupDto extends DatedDto {
  /** Absent: `submitted`. */
  @Field(Type.Optional(established.provenance)) readonly provenance?: Provenance;
  @Field(established.mandate) readonly mandate?: LocalizedText;
  @Field(established.source, () => SourceDto) readonly source?: SourceDto;
}

const appointed = CoChairAppointed.data.properties;
export class AppointCoChairDto extends DatedDto {
  @Field(appointed.person, () => NamedPersonDto) readonly person!: NamedPersonDto;
  @Field(appointed.organisation) readonly organisation!: OrganisationId;
  @Field(appointed.seat) readonly seat!: Seat;
  /** Absent: the home region of the organisation. */
  @Field(appointed.region) readonly region?: RegionId;
  @Field(appointed.regionalPriorities) readonly regionalPriorities?: RegionalPriorityId[];
  @Field(appointed.from) readonly from!: Day;
  /** The day from which the seat is free again; absent: until further notice. */
  @Field(appointed.to) readonly to?: Day;
  @Field(appointed.source, () => SourceDto) readonly source?: SourceDto;
}

const stoodDown = CoChairStoodDown.data.properties;
export class StandDownDto extends DatedDto {
  /** The day from which the seat is free; absent: that of the act, or the first of the term where that is to come. */
  @Field(Type.Optional(stoodDown.to)) readonly to?: Day;
  @Field(stoodDown.reason) readonly reason!: LocalizedText;
  @Field(stoodDown.source, () => SourceDto) readonly source?: SourceDto;
}

const ended = CoChairTermEnded.data.properties;
export class EndTermDto extends DatedDto {
  /** The day from which the seat is free; absent: that of the act, or the first of the term where that is to come. */
  @Field(Type.Optional(ended.to)) readonly to?: Day;
  @Field(ended.reason) readonly reason!: LocalizedText;
  @Field(ended.source, () => SourceDto) readonly source?: SourceDto;
}

/** The focus area and the appointment stand in the address, or are made by the request. */
type Asks<Type extends WorkingGroupCommand['type']> = Omit<
  Unsealed<Extract<WorkingGroupCommand, { type: Type }>>,
  'type' | 'focusArea' | 'appointment'
>;
type Says<Dto extends DatedDto> = Omit<Dto, keyof DatedDto>;

export type _ = Hold<
  [
    Exact<Says<EstablishWorkingGroupDto>, Asks<'EstablishWorkingGroup'>>,
    Exact<Says<AppointCoChairDto>, Asks<'AppointCoChair'>>,
    Exact<Says<StandDownDto>, Asks<'StandDown'>>,
    Exact<Says<EndTermDto>, Asks<'EndTerm'>>,
  ]
>;
