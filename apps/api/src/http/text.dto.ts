import { Day, type Identifier, Identifiers, type LocalizedText, Source } from '@mithaq/domain';
import Type from 'typebox';
import { type Exact, type Hold } from './exact.js';
import { Field } from './fields.js';

const source = Source.properties;
const identifier = Identifiers.items.properties;

/** What the body of every command can say beside the command's own fields. */
export class DatedDto {
  /** The UTC day on which it became true; absent: today. */
  @Field(Type.Optional(Day)) readonly effectiveAt?: Day;
}

export class SourceDto {
  @Field(source.title) readonly title!: LocalizedText;
  @Field(source.publisher) readonly publisher?: string;
  @Field(source.url) readonly url?: string;
  @Field(source.published) readonly published?: string;
  @Field(source.note) readonly note?: LocalizedText;
}

export class IdentifierDto {
  @Field(identifier.scheme) readonly scheme!: string;
  @Field(identifier.id) readonly id!: string;
}

export type _ = Hold<[Exact<SourceDto, Source>, Exact<IdentifierDto, Identifier>]>;
