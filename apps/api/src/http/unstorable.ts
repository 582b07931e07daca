import { fieldsInvalid, type ProblemPlace } from './problem.js';
import { escapePointer } from './schema-errors.js';

/** No form that we know is deeper; what walks a body by recursion (canonical JSON, class-transformer) must not run out of stack. */
const deepest = 32;
/** No form that we know has a longer list (250 countries) or more fields in one object; what tries each member must be done in a moment. */
const mostMembers = 300;
/** The largest form filled to its bounds, every text in every language, has fewer values. */
const mostValues = 15_000;
/** No field that we know has a longer name, and no language a longer tag. */
const longestName = 100;

/** With the flag `u` a pair is one character, so what is left is half of one. */
const loneSurrogate = /\p{Surrogate}/gu;

/**
 * Refuses what JSON can say and the ledger cannot keep: text that is not well-formed Unicode or has U+0000 (neither SQLite nor canonical
 * JSON keeps it), numbers beyond what a number holds, keys that mean something else to JavaScript, and bodies deeper, longer or with more in
 * them than any form: what looks at them after this need not fear their size.
 *
 * @throws Problem 422
 */
export function refuseUnstorable(body: unknown): void {
  const errors: ProblemPlace[] = [];
  // It grows while it is walked.
  const waiting: { value: unknown; pointer: string; depth: number }[] = [{ value: body, pointer: '', depth: 0 }];
  for (const { value, pointer, depth } of waiting) {
    if (errors.length >= 10) break;
    if (typeof value === 'string') {
      const detail = faultOfText(value);
      if (detail) errors.push({ pointer, detail });
    } else if (typeof value === 'number' && !Number.isFinite(value)) {
      errors.push({ pointer, detail: 'Is a number beyond what the ledger can hold.' });
    } else if (typeof value === 'object' && value !== null) {
      if (depth >= deepest) {
        errors.push({ pointer, detail: `Is nested deeper than ${deepest} levels.` });
        continue;
      }
      const members = Array.isArray(value) ? value.length : Object.keys(value).length;
      if (members > mostMembers) {
        errors.push({ pointer, detail: `Has ${members} members; at most ${mostMembers} are taken in one list or object.` });
        continue;
      }
      if (waiting.length + members > mostValues) {
        errors.push({ pointer: '', detail: `Has more than ${mostValues} values.` });
        break;
      }
      for (const [key, inner] of Object.entries(value)) {
        const at = `${pointer}/${escapePointer(key.slice(0, longestName).replace(loneSurrogate, '\uFFFD'))}`;
        if (key.length > longestName || isOfEveryObject(key) || faultOfText(key))
          errors.push({ pointer: at, detail: 'Is not a field here.' });
        else waiting.push({ value: inner, pointer: at, depth: depth + 1 });
      }
    }
  }
  if (errors.length > 0) throw fieldsInvalid(errors);
}

/** What every object or class has of itself: whoever asks an object whether it has this field is told yes. */
function isOfEveryObject(key: string): boolean {
  return key in Object.prototype || key === 'prototype';
}

function faultOfText(text: string): string | undefined {
  if (text.includes('\u0000')) return 'Has the character U+0000, which text cannot have.';
  return text.search(loneSurrogate) < 0 ? undefined : 'Is not well-formed Unicode: half of a surrogate pair stands alone.';
}
