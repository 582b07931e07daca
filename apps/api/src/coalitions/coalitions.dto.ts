import {
  type CoalitionCommand,
  CoalitionLaunched,
  DocumentPublished,
  DocumentSigned,
  type DocumentText,
  LocalizedText,
  type Provenance,
  type SignatureCommand,
  SignatureWithdrawn,
  type Unsealed,
} from '@mithaq/domain';
import Type from 'typebox';
import { type Exact, type Hold } from '../http/exact.js';
import { Field } from '../http/fields.js';
import { DatedDto, SessionDto, SourceDto } from '../http/text.dto.js';
import { NamedPersonDto } from '../persons/persons.dto.js';

const launched = CoalitionLaunched.data.properties;
const published = DocumentPublished.data.properties;
export class LaunchCoalitionDto extends DatedDto {
  @Field(launched.name) readonly name!: LocalizedText;
  /** The first version of the document. */
  @Field(published.text) readonly text!: DocumentText;
  @Field(launched.description) readonly description?: LocalizedText;
  /** Absent: `submitted`. */
  @Field(Type.Optional(launched.provenance)) readonly provenance?: Provenance;
  @Field(launched.source, () => SourceDto) readonly source?: SourceDto;
}

export class PublishDocumentDto extends DatedDto {
  @Field(published.text) readonly text!: DocumentText;
  /** Why there is another version. */
  @Field(LocalizedText) readonly reason!: LocalizedText;
  @Field(published.source, () => SourceDto) readonly source?: SourceDto;
}

const signed = DocumentSigned.data.properties;
export class SignDocumentDto extends DatedDto {
  /** Absent: `demonstration` where the coalition is one, else `submitted`. */
  @Field(Type.Optional(signed.provenance)) readonly provenance?: Provenance;
  /** The version that the signatory read; absent: the one that is current on that day. */
  @Field(Type.Optional(signed.version)) readonly version?: number;
  @Field(signed.signatory, () => NamedPersonDto) readonly signatory!: NamedPersonDto;
  @Field(signed.capacity) readonly capacity!: LocalizedText;
  @Field(signed.manner) readonly manner!: 'ceremony' | 'afterwards';
  @Field(signed.session, () => SessionDto) readonly session?: SessionDto;
  @Field(signed.source, () => SourceDto) readonly source?: SourceDto;
}

const withdrawn = SignatureWithdrawn.data.properties;
export class WithdrawSignatureDto extends DatedDto {
  @Field(withdrawn.reason) readonly reason!: LocalizedText;
  @Field(withdrawn.source, () => SourceDto) readonly source?: SourceDto;
}

/** Whose signature it is, under which coalition, stands in the address. */
type Asks<Type extends (CoalitionCommand | SignatureCommand)['type']> = Omit<
  Unsealed<Extract<CoalitionCommand | SignatureCommand, { type: Type }>>,
  'type' | 'coalition' | 'organisation'
>;
type Says<Dto extends DatedDto> = Omit<Dto, keyof DatedDto>;

export type _ = Hold<
  [
    Exact<Says<LaunchCoalitionDto>, Asks<'LaunchCoalition'>>,
    Exact<Says<PublishDocumentDto>, Asks<'PublishDocument'>>,
    Exact<Says<SignDocumentDto>, Asks<'SignDocument'>>,
    Exact<Says<WithdrawSignatureDto>, Asks<'WithdrawSignature'>>,
  ]
>;
