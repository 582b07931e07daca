import { type CountryCode, type CountryGroupCommand, CountryJoinedGroup, CountryLeftGroup } from '@mithaq/domain';
import { type Exact, type Hold } from '../http/exact.js';
import { Field } from '../http/fields.js';
import { DatedDto, SourceDto } from '../http/text.dto.js';

const joined = CountryJoinedGroup.data.properties;
export class RecordJoiningDto extends DatedDto {
  @Field(joined.country) readonly country!: CountryCode;
  @Field(joined.source, () => SourceDto) readonly source?: SourceDto;
}

const left = CountryLeftGroup.data.properties;
export class RecordGraduationDto extends DatedDto {
  @Field(left.country) readonly country!: CountryCode;
  @Field(left.source, () => SourceDto) readonly source?: SourceDto;
}

type Asks<Type extends CountryGroupCommand['type']> = Omit<Extract<CountryGroupCommand, { type: Type }>, 'type' | 'reference'>;
type Says<Dto extends DatedDto> = Omit<Dto, keyof DatedDto>;

/** A file of reference is named by a release alone. */
export type _ = Hold<[Exact<Says<RecordJoiningDto>, Asks<'RecordJoining'>>, Exact<Says<RecordGraduationDto>, Asks<'RecordGraduation'>>]>;
