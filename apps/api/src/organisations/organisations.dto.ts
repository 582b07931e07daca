import {
  type Category,
  type Home,
  type LocalizedText,
  type Membership,
  OrganisationAmended,
  OrganisationChanges,
  type OrganisationCommand,
  OrganisationRegistered,
  OrganisationVerified,
  type Provenance,
} from '@mithaq/domain';
import Type from 'typebox';
import { type Exact, type Hold } from '../http/exact.js';
import { Field } from '../http/fields.js';
import { DatedDto, IdentifierDto, SourceDto } from '../http/text.dto.js';

const registered = OrganisationRegistered.data.properties;
const changes = OrganisationChanges.properties;
const amended = OrganisationAmended.data.properties;

export class RegisterOrganisationDto extends DatedDto {
  /** Absent: `submitted`. */
  @Field(Type.Optional(registered.provenance)) readonly provenance?: Provenance;
  @Field(registered.name) readonly name!: LocalizedText;
  @Field(registered.category) readonly category!: Category;
  @Field(registered.home) readonly home?: Home;
  @Field(registered.membership) readonly membership?: Membership;
  @Field(registered.website) readonly website?: string;
  @Field(registered.sources, () => SourceDto) readonly sources?: SourceDto[];
  @Field(registered.identifiers, () => IdentifierDto) readonly identifiers?: IdentifierDto[];
}

export class OrganisationChangesDto {
  @Field(changes.name) readonly name?: LocalizedText;
  @Field(changes.category) readonly category?: Category;
  @Field(changes.home) readonly home?: Home | null;
  @Field(changes.membership) readonly membership?: Membership | null;
  @Field(changes.website) readonly website?: string | null;
  @Field(changes.sources, () => SourceDto) readonly sources?: SourceDto[] | null;
  @Field(changes.identifiers, () => IdentifierDto) readonly identifiers?: IdentifierDto[] | null;
}

export class AmendOrganisationDto extends DatedDto {
  @Field(amended.reason) readonly reason!: LocalizedText;
  @Field(amended.changes, () => OrganisationChangesDto) readonly changes!: OrganisationChangesDto;
  @Field(amended.source, () => SourceDto) readonly source?: SourceDto;
}

export class VerifyOrganisationDto extends DatedDto {
  @Field(OrganisationVerified.data.properties.note) readonly note?: LocalizedText;
}

type Asks<Type extends OrganisationCommand['type']> = Omit<Extract<OrganisationCommand, { type: Type }>, 'type'>;
type Says<Dto extends DatedDto> = Omit<Dto, keyof DatedDto>;

export type _ = Hold<
  [
    Exact<Says<RegisterOrganisationDto>, Asks<'RegisterOrganisation'>>,
    Exact<Says<AmendOrganisationDto>, Asks<'AmendOrganisation'>>,
    Exact<Says<VerifyOrganisationDto>, Asks<'VerifyOrganisation'>>,
  ]
>;
