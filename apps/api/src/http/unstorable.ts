import { fieldsInvalid, type ProblemPlace } from './problem.js';
import { escapePointer } from './schema-errors.js';

/** No form that we know is deeper; what walks a body by recursion (canonical JSON, class-transformer) must not run out of stack. */
const deepest = 32;

/** With the flag `u` a pair is one character, so what is left is half of one. */
const loneSurrogate = /\p{Surrogate}/gu;

/**
 * Refuses what JSON can say and the ledger cannot keep: text that is not well-formed Unicode or has U+0000 (neither SQLite nor canonical
 * JSON keeps it), numbers beyond what a number holds, keys that mean something else to JavaScript, and bodies deeper than any form.
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
      for (const [key, inner] of Object.entries(value)) {
        const at = `${pointer}/${escapePointer(key.replace(loneSurrogate, '\uFFFD'))}`;
        if (key === 'constructor' || key === 'prototype' || faultOfText(key)) errors.push({ pointer: at, detail: 'Is not a field here.' });
        else waiting.push({ value: inner, pointer: at, depth: depth + 1 });
      }
    }
  }
  if (errors.length > 0) throw fieldsInvalid(errors);
}

function faultOfText(text: string): string | undefined {
  if (text.includes('\u0000')) return 'Has the character U+0000, which text cannot have.';
  return text.search(loneSurrogate) < 0 ? undefined : 'Is not well-formed Unicode: half of a surrogate pair stands alone.';
}
