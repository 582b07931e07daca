import { type HttpProblemCode } from './problem-table.js';

/** What is wrong at one place: of the body (a JSON pointer, RFC 6901), of the query, or of the headers. */
export type ProblemPlace = { readonly detail: string } & (
  { readonly pointer: string } | { readonly parameter: string } | { readonly header: string }
);

/** A request that the service cannot serve, for a reason that is not the domain's. The filter writes it as RFC 9457 says. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly errors: readonly ProblemPlace[];
  /** Headers of the answer: `Retry-After`, `WWW-Authenticate`, `Allow`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: HttpProblemCode,
    /** What was expected, what was found, what to do. */
    detail: string,
    {
      errors = [],
      headers = {},
      members = {},
    }: {
      readonly errors?: readonly ProblemPlace[];
      readonly headers?: Readonly<Record<string, string>>;
      readonly members?: Readonly<Record<string, unknown>>;
    } = {},
  ) {
    super(detail);
    this.errors = errors;
    this.headers = headers;
    this.members = members;
  }
  /** Further members for machines (RFC 9457, section 3.2). */
  readonly members: Readonly<Record<string, unknown>>;
}

/** So many places are told at once: who sent nonsense need not read of all of it. */
const mostPlaces = 20;

/** The fields that keep a request from being served. */
export function fieldsInvalid(errors: readonly ProblemPlace[]): Problem {
  const [first] = errors;
  const more = errors.length > 1 ? ` And ${errors.length - 1} more; see "errors".` : '';
  return new Problem(
    'fields-invalid',
    first ? `${placeOf(first)}: ${first.detail}${more}` : 'The request has fields that cannot be taken.',
    { errors: errors.slice(0, mostPlaces) },
  );
}

function placeOf(place: ProblemPlace): string {
  if ('pointer' in place) return place.pointer === '' ? 'The body' : place.pointer;
  return 'parameter' in place ? `The parameter ${place.parameter}` : `The header ${place.header}`;
}
