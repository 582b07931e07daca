import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { eventDefinitions } from './aggregates.js';

const golden = new URL('./schemas/', import.meta.url);
const definitions = Object.values(eventDefinitions);
const fileOf = ({ type, version }: { type: string; version: number }) => `${type}.v${version}.json`;

/**
 * What is stored cannot be changed, so neither can what describes it. If one of these fails, a stored format was changed: add a field as
 * optional and a golden file of the next version with an upcaster, or take the change back. A new event brings its file.
 */
describe('the stored format', () => {
  it.each(definitions.map(definition => [fileOf(definition), definition] as const))('of %s is frozen', (file, definition) => {
    const url = new URL(file, golden);
    if (!existsSync(url))
      throw new Error(`libs/domain/src/schemas/${file} is missing; its content is:\n${JSON.stringify(definition.data, null, 2)}`);
    expect(JSON.parse(JSON.stringify(definition.data))).toEqual(JSON.parse(readFileSync(url, 'utf8')));
  });

  it('that was once published still has its file', () => {
    const known = new Set(definitions.map(fileOf));
    expect(readdirSync(golden).filter(file => !known.has(file))).toEqual([]);
  });
});
