import { type LocalizedText, LocalizedName, type NamedPerson, type PersonCommand, PersonErased, PersonId } from '@mithaq/domain';
import Type from 'typebox';
import { type Exact, type Hold } from '../http/exact.js';
import { Field } from '../http/fields.js';

/** A person as people name one: by a name, and by an id where the ledger gave them one before. */
export class NamedPersonDto {
  /** Absent: somebody whom the ledger does not know yet. */
  @Field(Type.Optional(PersonId)) readonly id?: PersonId;
  @Field(LocalizedName) readonly name!: LocalizedText;
}

export class ErasePersonDto {
  @Field(PersonErased.data.properties.reason) readonly reason!: LocalizedText;
}

export type _ = Hold<[Exact<NamedPersonDto, NamedPerson>, Exact<ErasePersonDto, Omit<PersonCommand, 'type'>>]>;
