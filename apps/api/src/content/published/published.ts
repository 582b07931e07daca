import type { CommitmentCommand, CommitmentId, Day, Home, OrganisationId, Partner, ReportId, Source } from '@mithaq/domain';
import { type Act, contentId, inOrderOfDays } from '../acts.js';
import { written } from '../data-files.js';
import { changesOf } from './amendments.js';
import { declaredTarget, declaredValue, english, firstDay, lastDay, namedPartner, readingOf, slug, sourceOf } from './fields.js';
import { type EarlierEntry, type LaterEntry, type Pledger, type PublishedFile, type PublishedPledge } from './published-file.js';

/**
 * What was published, as ordinary acts in the order of their days: each body registered at the day of its first pledge, each pledge announced on the authority of its
 * source, each later report, amendment and statement. No acceptance and no verification: nobody published one.
 */
export function publishedActs(file: PublishedFile): Act[] {
  const bodies = bodiesOf(file);
  return inOrderOfDays([
    ...[...bodies.values()].map(body => registration(body, file)),
    ...file.pledges.flatMap(pledge => [
      act(pledge, 'pledged', pledgeOf(pledge, file, bodies)),
      act(pledge, 'announced', announcementOf(pledge)),
      ...(pledge.earlier ?? []).map((entry, i) => act(pledge, `earlier-${i}`, earlierNote(pledge, entry))),
      ...pledge.later.map((entry, i) => act(pledge, `later-${i}`, laterCommand(pledge, entry, i), entry.effectiveAt)),
    ]),
  ]);
}

export function publishedCommitmentId(pledge: string): CommitmentId {
  return contentId(`published commitment ${pledge}`);
}

/** @param place of the entry among what was published of the pledge later */
export function publishedReportId(pledge: string, place: number): ReportId {
  return contentId(`published report ${pledge} ${place}`);
}

export function publishedOrganisationId(name: string): OrganisationId {
  return contentId(`published organisation ${name}`);
}

function act(pledge: PublishedPledge, name: string, command: CommitmentCommand, on = pledge.effectiveAt): Act {
  return { of: 'commitment', id: publishedCommitmentId(pledge.id), name, on, by: 'secretariat', command };
}

/** A body as its first pledge shows it. */
interface Body {
  readonly pledger: Pledger;
  readonly since: Day;
  readonly sources: readonly Source[];
}

/** The registered bodies under another name, as partners are called in the file. */
const otherNames: Readonly<Record<string, string>> = {
  'Federal Ministry for Economic Cooperation and Development, Germany':
    'Federal Ministry for Economic Cooperation and Development, Germany (with GIZ)',
};

function bodiesOf({ pledges }: PublishedFile): Map<string, Body> {
  const bodies = new Map<string, Body>();
  for (const pledge of pledges) {
    const known = bodies.get(pledge.pledger.name.en);
    if (known && known.since <= pledge.effectiveAt) continue;
    bodies.set(pledge.pledger.name.en, { pledger: pledge.pledger, since: pledge.effectiveAt, sources: pledge.sources.map(sourceOf) });
  }
  // A body that is a partner before it leads is known from that day.
  for (const pledge of pledges) {
    for (const name of pledge.partners) {
      const body = bodies.get(otherNames[name] ?? name);
      if (body && pledge.effectiveAt < body.since) {
        bodies.set(body.pledger.name.en, { ...body, since: pledge.effectiveAt, sources: pledge.sources.map(sourceOf) });
      }
    }
  }
  return bodies;
}

function registration({ pledger, since, sources }: Body, file: PublishedFile): Act {
  const home = homeOf(pledger);
  return {
    of: 'organisation',
    id: publishedOrganisationId(pledger.name.en),
    name: 'registered',
    on: since,
    by: 'secretariat',
    command: {
      type: 'RegisterOrganisation',
      provenance: 'published',
      name: written(pledger.name),
      category: pledger.category,
      ...(home ? { home } : {}),
      sources: [...sources, compilation(file, pledger.categoryNote ? `Category: ${pledger.categoryNote}.` : undefined)],
    },
  };
}

function homeOf({ country, region_of_origin: region }: Pledger): Home | undefined {
  if (country) return { country };
  return region ? { region } : undefined;
}

function pledgeOf(pledge: PublishedPledge, file: PublishedFile, bodies: ReadonlyMap<string, Body>): CommitmentCommand {
  const { kind, additionality, implementation, value, targets, beneficiaries, period, sdgs } = pledge;
  const somewhere = implementation.regions.length + implementation.countries.length + implementation.groups.length > 0;
  return {
    type: 'PledgeCommitment',
    lead: publishedOrganisationId(pledge.pledger.name.en),
    provenance: 'published',
    title: written(pledge.title),
    description: written(pledge.description),
    focusAreas: { primary: pledge.focusAreas.primary, others: [...pledge.focusAreas.others] },
    ...(kind ? { kind } : {}),
    ...(additionality ? { additionality } : {}),
    ...(pledge.partners.length > 0 ? { partners: pledge.partners.map(name => partner(name, bodies)) } : {}),
    ...(somewhere
      ? {
          implementation: {
            regions: [...implementation.regions],
            countries: [...implementation.countries],
            groups: [...implementation.groups],
          },
        }
      : {}),
    ...(value ? { value: declaredValue(value) } : {}),
    ...(targets.length > 0 ? { targets: targets.map(declaredTarget) } : {}),
    ...(beneficiaries
      ? {
          beneficiaries: {
            ...(beneficiaries.count === null ? {} : { count: beneficiaries.count }),
            groups: beneficiaries.groups.map(slug),
          },
        }
      : {}),
    ...(period.start ? { start: firstDay(period.start) } : {}),
    ...(period.end ? { end: lastDay(period.end) } : {}),
    ...(sdgs.length > 0 ? { sdgs: [...sdgs] } : {}),
    sources: [...pledge.sources.map(sourceOf), compilation(file, remarks(pledge))],
    identifiers: [...(pledge.externalIds ?? []), { scheme: 'mithaq-published', id: pledge.id }],
  };
}

function partner(name: string, bodies: ReadonlyMap<string, Body>): Partner {
  const body = bodies.get(otherNames[name] ?? name);
  return body ? { organisation: publishedOrganisationId(body.pledger.name.en) } : namedPartner(name);
}

function announcementOf(pledge: PublishedPledge): CommitmentCommand {
  const { occasion } = pledge.announced;
  return {
    type: 'AnnounceCommitment',
    manner: 'publication',
    ...(occasion ? { session: { name: english(occasion) } } : {}),
    source: cited(pledge, 0),
  };
}

/** The same commitment in public before it was announced under Partner2Connect: a second statement with its source, known with the pledge. */
function earlierNote(pledge: PublishedPledge, { date, what, source }: EarlierEntry): CommitmentCommand {
  return {
    type: 'NoteCommitment',
    text: english(`Before this announcement${date ? ` (${date})` : ''}: ${what}`),
    source: cited(pledge, source),
  };
}

function laterCommand(pledge: PublishedPledge, entry: LaterEntry, place: number): CommitmentCommand {
  const source = cited(pledge, entry.source);
  switch (entry.as) {
    case 'amendment':
      return { type: 'AmendCommitment', reason: english(entry.what), changes: changesOf(pledge, entry), source };
    case 'note':
      return { type: 'NoteCommitment', text: english(entry.what), source, ...(entry.value ? { value: declaredValue(entry.value) } : {}) };
    case 'report':
      // Of no cycle: none was open to these bodies. What was not told of the delivery is not made up: only a completion says a status.
      return {
        type: 'ReportProgress',
        report: publishedReportId(pledge.id, place),
        ...(entry.type === 'completion' ? { delivery: 'completed' } : {}),
        ...(entry.measured ? { readings: entry.measured.map(readingOf) } : {}),
        narrative: english(entry.what),
        source,
      };
  }
}

function cited(pledge: PublishedPledge, index: number): Source {
  const source = pledge.sources[index];
  if (!source) throw new Error(`published-pledges.json: ${pledge.id} cites its source ${index}, which it does not list.`);
  return sourceOf(source);
}

/** The file itself stands among the sources, with what its compiler says rather than the sources. */
function compilation(file: PublishedFile, note: string | undefined): Source {
  return { title: written(file.title), published: file.as_of, note: english(note ? `${note} ${file.notice}` : file.notice) };
}

/** The compiler's remarks on a pledge, one sentence each. */
function remarks(pledge: PublishedPledge): string {
  const { kind, kindBy, focusAreas, announced, precision } = pledge;
  const said: readonly (string | undefined | false)[] = [
    pledge.note,
    pledge.confidence === 'partly' && 'Read in part: cut off, or the link to Partner2Connect is loose.',
    kind !== null && `Kind: ${kindBy === 'source' ? 'as the source says' : "the compiler's reading"}.`,
    `Focus areas: ${focusAreas.classifiedBy === 'source' ? 'as the source says' : "the compiler's reading"}.`,
    pledge.additionalityBasis && `Additionality: ${pledge.additionalityBasis}.`,
    pledge.periodNote && `Period: ${pledge.periodNote}.`,
    pledge.targetsNote && `Targets: ${pledge.targetsNote}.`,
    pledge.valueNote && `Value: ${pledge.valueNote}.`,
    precision !== 'day' && `Published date: ${announced.date ?? 'none'}${announced.dateBasis ? ` (${announced.dateBasis})` : ''}.`,
    ...(pledge.relatedTo ?? []).map(({ id, how }) => `Related to ${id}: ${how}.`),
  ];
  return said.filter(sentence => sentence).join(' ');
}
