import { asJson, type FieldChange, fieldsOf, type Json } from '../kernel/json.js';

/** A value after changes of its fields: first what went, then what came. */
export function changed(value: Json | undefined, changes: readonly FieldChange[]): Json | undefined {
  const fields = value === undefined ? new Map<string, Json>() : fieldsOf(value);
  for (const { pointer } of changes) fields.delete(pointer);
  for (const { pointer, after } of changes) if (after !== undefined) fields.set(pointer, after);
  return fields.size === 0 ? undefined : asJson(valueOf(fields));
}

function valueOf(fields: ReadonlyMap<string, Json>): unknown {
  const whole = fields.get('');
  if (whole !== undefined) return whole;
  const inner = new Map<string, Map<string, Json>>();
  for (const [pointer, value] of fields) {
    const [, first, rest] = /^\/([^/]*)(.*)$/s.exec(pointer)!;
    const field = first!.replaceAll('~1', '/').replaceAll('~0', '~');
    inner.set(field, (inner.get(field) ?? new Map<string, Json>()).set(rest!, value));
  }
  return new Map([...inner].map(([field, fields]) => [field, valueOf(fields)]));
}
