import { type Day } from '@mithaq/domain';

/** A type with intersections, readonly and classes taken off, so that only fields are compared. */
export type Plain<T> = T extends string | number | boolean | bigint | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : { -readonly [Field in keyof T]: Plain<T[Field]> };

/** True where both have the same fields, of the same types, optional alike: what `implements` does not ask. */
export type Exact<A, B> =
  (<T>() => T extends Plain<A> ? 1 : 2) extends <T>() => T extends Plain<B> ? 1 : 2
    ? true
    : { readonly dto: Plain<A>; readonly domain: Plain<B> };

/** Does not compile unless all are true. */
export type Hold<Claims extends readonly true[]> = Claims;

/** What a body says beside the command's own fields. */
export interface Dated {
  readonly effectiveAt?: Day;
}
