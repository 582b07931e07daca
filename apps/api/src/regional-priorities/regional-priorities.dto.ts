import {
  type Day,
  type LocalizedText,
  type OrganisationId,
  RegionalPriorityAdopted,
  RegionalPriorityAmended,
  RegionalPriorityChanges,
  type RegionalPriorityCommand,
  RegionalPriorityRetired,
  type RegionId,
} from '@mithaq/domain';
import { type Exact, type Hold } from '../http/exact.js';
import { Field } from '../http/fields.js';
import { DatedDto, SourceDto } from '../http/text.dto.js';

type Asks<Type extends RegionalPriorityCommand['type']> = Omit<Extract<RegionalPriorityCommand, { type: Type }>, 'type'>;
type Wording = Asks<'AdoptRegionalPriority'>['wording'];

const adopted = RegionalPriorityAdopted.data.properties;
const plan = adopted.actionPlan.properties;
export class ActionPlanDto {
  @Field(plan.id) readonly id!: string;
  @Field(plan.name) readonly name!: string;
  @Field(plan.from) readonly from!: Day;
  @Field(plan.to) readonly to!: Day;
}

export class AdoptRegionalPriorityDto extends DatedDto {
  @Field(adopted.region) readonly region!: RegionId;
  @Field(adopted.code) readonly code!: string;
  @Field(adopted.name) readonly name!: LocalizedText;
  @Field(adopted.actionPlan, () => ActionPlanDto) readonly actionPlan!: ActionPlanDto;
  @Field(adopted.steward) readonly steward?: OrganisationId;
  @Field(adopted.wording) readonly wording!: Wording;
  @Field(adopted.source, () => SourceDto) readonly source?: SourceDto;
}

const changes = RegionalPriorityChanges.properties;
export class RegionalPriorityChangesDto {
  @Field(changes.code) readonly code?: string;
  @Field(changes.name) readonly name?: LocalizedText;
  @Field(changes.steward) readonly steward?: OrganisationId | null;
  @Field(changes.wording) readonly wording?: Wording;
}

const amended = RegionalPriorityAmended.data.properties;
export class AmendRegionalPriorityDto extends DatedDto {
  @Field(amended.reason) readonly reason!: LocalizedText;
  @Field(amended.changes, () => RegionalPriorityChangesDto) readonly changes!: RegionalPriorityChangesDto;
  @Field(amended.source, () => SourceDto) readonly source?: SourceDto;
}

const retired = RegionalPriorityRetired.data.properties;
export class RetireRegionalPriorityDto extends DatedDto {
  @Field(retired.reason) readonly reason!: LocalizedText;
  @Field(retired.source, () => SourceDto) readonly source?: SourceDto;
}

type Says<Dto extends DatedDto> = Omit<Dto, keyof DatedDto>;

/** A file of reference is named by a release alone. */
export type _ = Hold<
  [
    Exact<Says<AdoptRegionalPriorityDto>, Omit<Asks<'AdoptRegionalPriority'>, 'reference'>>,
    Exact<Says<AmendRegionalPriorityDto>, Omit<Asks<'AmendRegionalPriority'>, 'reference'>>,
    Exact<RegionalPriorityChangesDto, RegionalPriorityChanges>,
    Exact<Says<RetireRegionalPriorityDto>, Asks<'RetireRegionalPriority'>>,
  ]
>;
