import { isSame } from './changes.js';

/** Plain data, as it goes over a wire. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [field: string]: Json;
}

/**
 * A state as plain data: a map is an object, a set is a list. Fields, keys and members are in the order of their names, so that one state
 * is one text, however it came about. A field that is undefined is not there; a key of a map that has nothing beside it has null.
 */
export function asJson(state: unknown): Json {
  return converted(state, asJson);
}

/** `asJson` of states that share parts, as those before and after an event do: what is one object in them is one in what is made of them. */
export function sharingJson(): (state: unknown) => Json {
  const made = new WeakMap<object, Json>();
  const make = (state: unknown): Json => {
    if (typeof state !== 'object' || state === null) return converted(state, make);
    const known = made.get(state);
    if (known !== undefined) return known;
    const json = converted(state, make);
    made.set(state, json);
    return json;
  };
  return make;
}

/** A state as JSON: what `asJson` says, with the fields in the order in which the state has them (within a map, of their names), which is much sooner written. */
export function jsonText(state: unknown): string {
  return JSON.stringify(plain(state));
}

/** What has no map and no set in it is itself. */
function plain(state: unknown): unknown {
  if (isScalar(state)) return state;
  if (Array.isArray(state)) {
    const made = state.map(plain);
    return made.some((member, i) => member !== state[i]) ? made : state;
  }
  if (typeof state !== 'object' || state instanceof Map || state instanceof Set) return asJson(state);
  let made = state as Readonly<Record<string, unknown>>;
  for (const field in state) {
    const value = made[field];
    const inner = value === undefined ? undefined : plain(value);
    if (inner !== value) made = { ...made, [field]: inner };
  }
  return made;
}

function isScalar(value: unknown): value is null | boolean | number | string {
  return value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string';
}

function converted(state: unknown, inner: (state: unknown) => Json): Json {
  if (isScalar(state)) return state;
  if (Array.isArray(state)) return state.map(inner);
  if (state instanceof Set) return [...(state as ReadonlySet<string>)].sort();
  if (typeof state !== 'object') throw new TypeError(`A state is made of plain data, maps and sets; this has a ${typeof state}.`);
  return Object.fromEntries(entriesOf(state).map(([field, value]) => [field, inner(value)]));
}

/** What stands in an object or a map, in the order of the names. */
function entriesOf(state: object): [field: string, value: unknown][] {
  const value = (field: string) =>
    state instanceof Map
      ? ((state as ReadonlyMap<string, unknown>).get(field) ?? null)
      : (state as Readonly<Record<string, unknown>>)[field];
  const fields = state instanceof Map ? [...(state as ReadonlyMap<string, unknown>).keys()] : Object.keys(state);
  const entries: [string, unknown][] = [];
  for (const field of fields.sort()) {
    const inner = value(field);
    if (inner !== undefined) entries.push([field, inner]);
  }
  return entries;
}

/**
 * What a value says, field by field, under JSON pointers (RFC 6901). A list is one field, and so is an object that is empty: its members
 * are not told apart.
 */
export function fieldsOf(value: Json, pointer = ''): Map<string, Json> {
  const fields = new Map<string, Json>();
  const gather = (value: Json, pointer: string) => {
    if (!hasFields(value)) fields.set(pointer, value);
    else for (const field in value) gather(value[field]!, under(pointer, field));
  };
  gather(value, pointer);
  return fields;
}

/** A field that says something else than before; absent on the side on which it is not there. */
export interface FieldChange {
  readonly pointer: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** What differs between two values, field by field, in the order of the pointers. Undefined: where there is nothing. */
export function changesBetween(before: Json | undefined, after: Json | undefined): FieldChange[] {
  const changes: FieldChange[] = [];
  gatherChanges(before, after, '', changes);
  return changes.sort((a, b) => compare(a.pointer, b.pointer));
}

function gatherChanges(before: Json | undefined, after: Json | undefined, pointer: string, changes: FieldChange[]): void {
  if (before !== undefined && after !== undefined) {
    if (hasFields(before) && hasFields(after)) {
      const inner = (field: string) => {
        const [was, is] = [own(before, field), own(after, field)];
        // What is one object on both sides is passed over, however much it says.
        if (was !== is) gatherChanges(was, is, under(pointer, field), changes);
      };
      for (const field in before) inner(field);
      for (const field in after) if (!Object.hasOwn(before, field)) inner(field);
      return;
    }
    if (!hasFields(before) && !hasFields(after)) {
      if (!isSame(before, after)) changes.push({ pointer, before, after });
      return;
    }
  }
  if (before !== undefined) for (const [field, value] of fieldsOf(before, pointer)) changes.push({ pointer: field, before: value });
  if (after !== undefined) for (const [field, value] of fieldsOf(after, pointer)) changes.push({ pointer: field, after: value });
}

function hasFields(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

function own(value: JsonObject, field: string): Json | undefined {
  return Object.hasOwn(value, field) ? value[field] : undefined;
}

function under(pointer: string, field: string): string {
  return `${pointer}/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
