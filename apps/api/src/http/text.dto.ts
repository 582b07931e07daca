import { Day, type Identifier, Identifiers, type LocalizedText, Session, Source } from '@mithaq/domain';
import Type from 'typebox';
import { type Exact, type Hold } from './exact.js';
import { Field } from './fields.js';

const source = Source.properties;
const identifier = Identifiers.items.properties;
const session = Session.properties;

/** As people write it; how many decimals it may have, its currency says, and the domain knows them all. */
export const amount = Type.String({ maxLength: 61, description: 'Decimal digits in units of the currency, like "155000000.00".' });

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

/** The occasion on which something was announced or signed. */
export class SessionDto {
  @Field(session.name) readonly name!: LocalizedText;
  @Field(session.kind) readonly kind?: NonNullable<Session['kind']>;
}

export type _ = Hold<[Exact<SourceDto, Source>, Exact<IdentifierDto, Identifier>, Exact<SessionDto, Session>]>;
