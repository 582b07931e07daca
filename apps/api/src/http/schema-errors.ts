import {
  CountryCode,
  CountryGroupId,
  Currency,
  idPattern,
  languagePattern,
  linePattern,
  PartialDate,
  textPattern,
  WebAddress,
} from '@mithaq/domain';
import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { didYouMean } from './nearest.js';
import { type ProblemPlace } from './problem.js';

type Json = Readonly<Record<string, unknown>>;
interface SchemaFault {
  readonly keyword: string;
  readonly schemaPath: string;
  readonly instancePath: string;
  readonly params: Json;
  readonly message: string;
}

/** What a person is told who missed a pattern of the domain. */
const patternHints = new Map<unknown, string>([
  [idPattern, 'a UUID or a slug of lower-case letters, digits and single hyphens, of 64 characters at most'],
  [languagePattern, 'a language tag (BCP 47) like "en", "ar" or "zh-Hant"'],
  [patternOf(CountryCode), 'an ISO 3166-1 alpha-2 code in upper case, like "KE"'],
  [patternOf(CountryGroupId), 'a country group: "LDC", "LLDC" or "SIDS"'],
  [patternOf(Currency), 'an ISO 4217 code in upper case, like "EUR"'],
  [patternOf(PartialDate), 'a day, a month or a year, like "2024-05-17", "2024-05" or "2024"'],
  [patternOf(WebAddress), 'a web address that begins with http:// or https://'],
  [textPattern, 'text with a character that can be seen, not of spaces alone'],
  [linePattern, 'one line of text with a character that can be seen, not of spaces alone'],
]);

const formatHints: Readonly<Record<string, string>> = {
  date: 'a calendar day that exists, like "2026-11-24"',
  url: 'a web address that begins with http:// or https://',
};

const validators = new WeakMap<TSchema, Validator>();

/** Whether the value is what the domain's schema says. */
export function conforms(schema: TSchema, value: unknown): boolean {
  return validatorOf(schema).Check(value);
}

/** Why it is not: one sentence for each place, as JSON pointers below `at`. */
export function faults(schema: TSchema, value: unknown, at: string): ProblemPlace[] {
  if (value === undefined) return [{ pointer: at, detail: 'Is missing.' }];
  const places = new Map<string, string>();
  for (const { pointer, detail } of relevant(schema, value).flatMap(fault => sentences(fault, schema, value))) {
    // What a schema says second of a place (the format after the pattern) adds nothing for the reader.
    if (!places.has(pointer)) places.set(pointer, detail);
  }
  return [...places].map(([pointer, detail]) => ({ pointer: `${at}${pointer}`, detail }));
}

function validatorOf(schema: TSchema): Validator {
  let validator = validators.get(schema);
  if (!validator) validators.set(schema, (validator = Compile(schema)));
  return validator;
}

/** Of a union, only what the branch that was probably meant has against the value; where none was, only that it is none. */
function relevant(schema: TSchema, value: unknown): SchemaFault[] {
  const all = validatorOf(schema).Errors(value) as readonly SchemaFault[];
  let kept = all.filter(fault => fault.keyword !== 'additionalProperties'); // each such property has a fault of its own
  for (const union of all.filter(fault => fault.keyword === 'anyOf')) {
    const branchOf = ({ schemaPath }: SchemaFault) =>
      schemaPath.startsWith(`${union.schemaPath}/anyOf/`) ? schemaPath.slice(`${union.schemaPath}/anyOf/`.length).split('/')[0] : undefined;
    const inBranches = kept.filter(fault => branchOf(fault) !== undefined);
    const isOfTheKind = ({ keyword, instancePath }: SchemaFault) =>
      instancePath === union.instancePath || (keyword === 'boolean' && instancePath.lastIndexOf('/') === union.instancePath.length);
    const wrongKind = inBranches.filter(isOfTheKind).map(branchOf);
    const meant = inBranches.map(branchOf).find(branch => !wrongKind.includes(branch));
    kept = kept.filter(fault => (fault === union ? meant === undefined : branchOf(fault) === undefined || branchOf(fault) === meant));
  }
  return kept;
}

function sentences({ keyword, schemaPath, instancePath, params, message }: SchemaFault, schema: TSchema, value: unknown) {
  const at = (detail: string) => [{ pointer: instancePath, detail }];
  switch (keyword) {
    case 'required':
      return (params['requiredProperties'] as string[]).map(name => ({
        pointer: `${instancePath}/${escapePointer(name)}`,
        detail: 'Is missing.',
      }));
    case 'boolean': {
      // additionalProperties: false, at the property that is too much
      const owner = resolve(schema, schemaPath.replace(/\/additionalProperties$/, '')) as Json;
      const [pattern] = Object.keys((owner['patternProperties'] as Json | undefined) ?? {});
      if (pattern !== undefined) return at(`Is under a key that is not ${hintOf(pattern)}.`);
      const name = instancePath.slice(instancePath.lastIndexOf('/') + 1);
      return at(`Is not a field here.${didYouMean(name, Object.keys((owner['properties'] as Json | undefined) ?? {}))}`);
    }
    case 'enum': {
      const allowed = params['allowedValues'] as unknown[];
      const sent = resolve(value, instancePath);
      const hint = typeof sent === 'string' ? didYouMean(sent, allowed.map(String)) : '';
      return at(`Must be one of ${allowed.map(one => JSON.stringify(one)).join(', ')}.${hint}`);
    }
    case 'type':
      return at(`Must be ${typeName(params['type'])}, not ${typeName(jsonType(resolve(value, instancePath)))}.`);
    case 'pattern':
      return at(`Must be ${hintOf(String(params['pattern']))}.`);
    case 'format':
      return at(`Must be ${formatHints[String(params['format'])] ?? `of the format "${String(params['format'])}"`}.`);
    case 'anyOf': {
      const branches = ((resolve(schema, schemaPath) as Json)['anyOf'] as Json[]).map(({ required, type }) =>
        Array.isArray(required) ? `an object with ${required.map(name => `"${name}"`).join(' and ')}` : typeName(type),
      );
      return at(`Must be ${branches.join(' or ')}, and nothing else.`);
    }
    default: {
      // TypeBox writes the bounds as "must not have more than 300 characters", and the domain what it asks beside the JSON Schema as "must …"
      return at(`${message.charAt(0).toUpperCase()}${message.slice(1)}.`);
    }
  }
}

function hintOf(pattern: string): string {
  return patternHints.get(pattern) ?? `of the form ${pattern}`;
}

function typeName(type: unknown): string {
  switch (type) {
    case 'object':
      return 'an object';
    case 'array':
      return 'a list';
    case 'string':
      return 'text';
    case 'integer':
      return 'a whole number';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return String(type);
  }
}

function jsonType(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

/** Walks a JSON pointer (RFC 6901), or a schema path, which is one after a `#`. */
function resolve(root: unknown, pointer: string): unknown {
  return pointer
    .replace(/^#/, '')
    .split('/')
    .slice(1)
    .reduce<unknown>((value, part) => (value as Json | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], root);
}

export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function patternOf(schema: TSchema): unknown {
  return (schema as Json)['pattern'];
}
