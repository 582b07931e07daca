import { describe, it } from '@jest/globals';
import { on, specify } from '../testing/specify.js';
import { type CoalitionEvent } from './coalition.events.js';
import { coalition, type CoalitionCommand } from './coalition.js';

const [first, second] = ['1'.repeat(64), '2'.repeat(64)];
const given = specify(coalition, { sha256: first });

const name = { en: 'Digital Coalition', ar: 'الائتلاف الرقمي' };
const text = { en: 'We will connect the unconnected.', ar: 'سنصل غير الموصولين.' };
const reason = { en: 'The yearly report is added.' };
const source = { title: { en: 'Record of the ceremony' } };

const launch = (more: object = {}): CoalitionCommand => ({ type: 'LaunchCoalition', name, text, ...more });
const publish = (more: object = {}): CoalitionCommand => ({ type: 'PublishDocument', text, reason, ...more });
const launched = (more: object = {}): CoalitionEvent => ({ type: 'CoalitionLaunched', data: { name, provenance: 'submitted', ...more } });
const published = (version: number, sha256: string, more: object = {}): CoalitionEvent => ({
  type: 'DocumentPublished',
  data: { version, text, sha256, ...(version > 1 && { reason }), ...more },
});

describe('a coalition', () => {
  it('is launched with the first version of its document, and with what the text hashes to', () =>
    given([])
      .when(launch({ description: { en: 'Who pledges together.' } }))
      .then([launched({ description: { en: 'Who pledges together.' } }), published(1, first)]));
  it('is launched once', () =>
    given([launched(), published(1, first)])
      .when(launch())
      .thenRefused('already-launched'));
  it('taken from public sources names one', () => {
    given([])
      .when(launch({ provenance: 'published' }))
      .thenRefused('source-missing', { pointer: '/source' });
    given([])
      .when(launch({ provenance: 'published', source }))
      .then([launched({ provenance: 'published', source }), published(1, first)]);
  });
});

describe('the document of a coalition', () => {
  it('has its versions counted from 1, each with the reason for it', () => {
    given([launched(), published(1, first)], { sha256: second })
      .when(publish({ source }))
      .then([published(2, second, { source })]);
    given([launched(), published(1, first), published(2, second)])
      .when(publish())
      .then([published(3, first)]);
  });
  it('is not published again in the same words', () =>
    given([launched(), published(1, first), published(2, second)], { sha256: second })
      .when(publish())
      .thenNothing());
  it('is of a coalition that is launched on that day', () => {
    given([]).when(publish()).thenRefused('coalition-unknown');
    given([on('2026-03-01', launched()), on('2026-03-01', published(1, first))], { sha256: second })
      .when(on('2026-02-28', publish()))
      .thenRefused('day-before-the-opening', { pointer: '/effectiveAt' });
  });
  it('has no version that comes between two others by its day', () => {
    const past = [
      on('2026-01-01', launched()),
      on('2026-01-01', published(1, first)),
      on('2026-03-01', published(2, '3'.repeat(64))),
    ] as const;
    given(past, { sha256: second })
      .when(on('2026-02-01', publish()))
      .thenRefused('contradicts-the-record', { rule: 'version-out-of-order' });
    given(past, { sha256: second })
      .when(on('2026-03-01', publish()))
      .then([published(3, second)]);
  });
  it('of a coalition from public sources names the source of every version', () => {
    const past = [launched({ provenance: 'published', source }), published(1, first)];
    given(past, { sha256: second }).when(publish()).thenRefused('source-missing', { pointer: '/source' });
    given(past, { sha256: second })
      .when(publish({ source }))
      .then([published(2, second, { source })]);
  });
  it('is bounded, in each language', () =>
    given([launched(), published(1, first)], { sha256: second })
      .when(publish({ text: { en: 'x'.repeat(60_001) } }))
      .thenRefused('data-invalid'));
});
