import { createHash, randomUUID } from 'node:crypto';
import {
  type Actor,
  country,
  type CountryCode,
  type CountryDetails,
  type CountryGroupEvent,
  type CountryGroupId,
  countryGroup,
  type Day,
  type Decider,
  differences,
  type DomainEvent,
  isReportEvent,
  openingDay,
  type Recorded,
  Refusal,
  regionalPriority,
  type RegionalPriorityEvent,
} from '@mithaq/domain';
import { concurrently } from '@mithaq/event-store';
import { v5 as uuidV5 } from 'uuid';
import { countryGroupFacts } from '../country-groups/country-group-facts.js';
import { type Clock } from '../ledger/clock.js';
import { type FactsLoader, type Ledger, streamOf } from '../ledger/ledger.js';
import { regionalPriorityFacts } from '../regional-priorities/regional-priority-facts.js';
import { type CountriesFile, type DataFile, type ListedCountry, readDataFile, type RegionalPrioritiesFile, written } from './data-files.js';

/** What figures rest on: the countries and their regions, the country groups by day, the regional priorities. */
export interface Reference {
  readonly countries: DataFile<CountriesFile>;
  readonly regionalPriorities: DataFile<RegionalPrioritiesFile>;
}

export interface ReferenceRecorded {
  /** How many events were appended: all of them the first time, the difference of the files later, usually none. */
  readonly appended: number;
  /** What the files say and a new event cannot: it contradicts what is recorded, and is mended by a correction. A sentence each. */
  readonly contradictions: readonly string[];
}

const actor: Actor = { subject: 'mithaq', roles: ['system'] };

/** The namespace of the ids of these requests; never changed, or a repeat would not be known as one. */
const namespace = 'a3c9f7d2-5d0e-4f0e-9f35-0c1d7a8e6b41';

/** Each stream is its own writer, so they need not wait for each other: their appends share a sync to the disk. */
const streamsAtOnce = 32;

const asReleased = { en: 'As the reference data of this release has it.', ar: 'وفقاً للبيانات المرجعية لهذا الإصدار.' };

const groupNames: Readonly<Record<string, { readonly en: string; readonly ar: string }>> = {
  LDC: { en: 'Least developed countries', ar: 'أقل البلدان نمواً' },
  LLDC: { en: 'Landlocked developing countries', ar: 'البلدان النامية غير الساحلية' },
  SIDS: { en: 'Small island developing States', ar: 'الدول الجزرية الصغيرة النامية' },
};

export function readReference(): Reference {
  return {
    countries: readDataFile<CountriesFile>('countries.json'),
    regionalPriorities: readDataFile<RegionalPrioritiesFile>('regional-priorities.json'),
  };
}

/**
 * Records the difference between the reference data of this release and the ledger, each fact at the day it took effect: everything at
 * the first start, what a later release changed at its first, nothing otherwise. What the secretariat recorded stands: from the day on
 * which it spoke of a country's membership of a group, or since it adopted a regional priority, the files have no say in it.
 */
export async function recordReference(ledger: Ledger, clock: Clock, reference = readReference()): Promise<ReferenceRecorded> {
  const { countries, regionalPriorities } = reference;
  const recording = new Recording(ledger, clock.today());
  // Countries first: the groups and whatever is recorded next name them.
  await recording.countries(countries);
  await recording.groups(countries);
  await recording.priorities(regionalPriorities);
  return { appended: recording.appended, contradictions: recording.contradictions };
}

class Recording {
  appended = 0;
  readonly contradictions: string[] = [];
  private readonly correlationId = randomUUID();

  constructor(
    private readonly ledger: Ledger,
    private readonly today: Day,
  ) {}

  async countries({ contents, reference }: DataFile<CountriesFile>): Promise<void> {
    const listed = [
      ...contents.countries.map(entry => ({ entry, standing: 'member-state' as const })),
      ...contents.otherParticipants.map(entry => ({ entry, standing: 'other-participant' as const })),
    ];
    await concurrently(listed, streamsAtOnce, async ({ entry, standing }) => {
      const details: CountryDetails = { iso3: entry.iso3, name: written(entry.name), region: entry.region, standing };
      const state = await this.ledger.stateOf(country, entry.iso2, this.today);
      if (state.status === 'unlisted') {
        await this.record(country, entry.iso2, { type: 'ListCountry', details, reference }, openingDay, noFacts);
      } else if (canonical(state.details) !== canonical(details)) {
        // The file does not say since when, so it is since today: no figure of an earlier moment moves.
        await this.record(country, entry.iso2, { type: 'ListCountry', details, reference }, this.today, noFacts);
      }
    });
  }

  async groups({ contents, reference }: DataFile<CountriesFile>): Promise<void> {
    const groups = periodsByGroup([...contents.countries, ...contents.otherParticipants]);
    const facts = countryGroupFacts(this.ledger);
    await concurrently([...groups], streamsAtOnce, async ([group, members]) => {
      if ((await this.ledger.stateOf(countryGroup, group, openingDay)).status === 'unlisted') {
        const name = groupNames[group] ?? { en: group };
        await this.record(countryGroup, group, { type: 'ListCountryGroup', name, reference }, openingDay, facts);
      }
      const spoken = spokenOf(await this.ledger.logOf<CountryGroupEvent>(countryGroup, group));
      const contradicted = new Set<CountryCode>();
      // Day by day, the first to the last: what is recorded for a day is what the next day finds.
      for (const day of turningDays([...members.values()].flat(), this.today)) {
        const state = await this.ledger.stateOf(countryGroup, group, day);
        const known = state.status === 'listed' ? state.members : new Set<CountryCode>();
        for (const country of new Set([...members.keys(), ...known])) {
          const periods = members.get(country) ?? [];
          const belongs = periods.some(({ from, to }) => from <= day && (to === undefined || day < to));
          if (belongs === known.has(country) || contradicted.has(country)) continue;
          const turns = periods.some(({ from, to }) => (belongs ? from : to) === day);
          const since = spoken.get(country);
          const isSettled = since !== undefined && since <= day;
          // Of what the secretariat has spoken, the file need not know.
          if (isSettled && !turns) continue;
          if (turns && !isSettled) {
            const type = belongs ? 'RecordJoining' : 'RecordGraduation';
            await this.record(countryGroup, group, { type, country, reference }, day, facts);
          } else {
            contradicted.add(country); // once is enough, whatever the number of days
            this.contradictions.push(
              `${reference.file} says that ${country} ${belongs ? 'belongs' : 'does not belong'} to ${group} on ${day}, and the ledger says otherwise.`,
            );
          }
        }
      }
    });
  }

  async priorities({ contents, reference }: DataFile<RegionalPrioritiesFile>): Promise<void> {
    const plans = new Map(contents.cycles.map(plan => [plan.id, plan]));
    const facts = regionalPriorityFacts(this.ledger, actor);
    await concurrently(contents.priorities, streamsAtOnce, async ({ id: numbered, cycle, region, code, name: named, confidence }) => {
      const id = numbered.toLowerCase();
      const plan = plans.get(cycle);
      if (!plan) throw new Error(`${reference.file}: ${numbered} is of the action plan ${cycle}, which the file does not describe.`);
      if (plan.from > this.today) return; // it is adopted when its day has come
      const name = written(named);
      const wording = confidence === 'verified' ? 'verified' : 'to-be-confirmed';
      const state = await this.ledger.stateOf(regionalPriority, id, this.today);
      if (state.status === 'unknown') {
        const actionPlan = { id: plan.id, name: plan.name, from: plan.from, to: plan.to };
        const adoption = { type: 'AdoptRegionalPriority', region, code, name, actionPlan, wording, reference } as const;
        await this.record(regionalPriority, id, adoption, plan.from, facts);
        return;
      }
      const changes = differences(state.details, { code, name, wording } as const);
      if (Object.keys(changes).length === 0) return;
      if (isSpokenOf(await this.ledger.logOf<RegionalPriorityEvent>(regionalPriority, id))) return;
      // As of a country: since today, as the file does not say since when.
      await this.record(regionalPriority, id, { type: 'AmendRegionalPriority', reason: asReleased, changes, reference }, this.today, facts);
    });
  }

  private async record<State, Command extends { readonly type: string }, Event extends DomainEvent, Facts>(
    decider: Decider<State, Command, Event, Facts>,
    id: string,
    command: Command,
    effectiveAt: Day,
    facts: FactsLoader<State, Command, Facts, Event>,
  ): Promise<void> {
    const said = JSON.stringify({ stream: streamOf(decider, id), command, effectiveAt });
    // Two services that start at once say the same under the same key: the second one's is the first one's.
    const hash = createHash('sha256').update(said).digest('hex');
    const context = {
      actor,
      effectiveAt,
      request: { id: uuidV5(said, namespace), hashes: { key: hash, body: hash } },
      correlationId: this.correlationId,
    };
    try {
      await this.ledger.decide(decider, id, command, context, facts);
      this.appended++;
    } catch (error) {
      // Somebody recorded what this contradicts, which is theirs to correct; a start must not fail for it. Bad data is a fault of ours.
      if (!(error instanceof Refusal) || error.code === 'data-invalid') throw error;
      this.contradictions.push(`${command.type} on ${streamOf(decider, id)} at ${effectiveAt}: ${error.message}`);
    }
  }
}

const noFacts = async () => ({});

/** Since when each country's membership is the secretariat's to say: the earliest day of what it recorded, which no file of a release stands for. */
function spokenOf(log: readonly Recorded<CountryGroupEvent>[]): ReadonlyMap<CountryCode, Day> {
  const days = new Map<CountryCode, Day>();
  for (const { data, metadata } of log) {
    if (!('country' in data) || data.reference !== undefined) continue;
    const known = days.get(data.country);
    if (known === undefined || metadata.effectiveAt < known) days.set(data.country, metadata.effectiveAt);
  }
  return days;
}

/** Whether the secretariat said anything of a regional priority itself; what is reported on it changes nothing of what it is. */
function isSpokenOf(log: readonly Recorded<RegionalPriorityEvent>[]): boolean {
  return log.some(event => !isReportEvent(event) && !('reference' in event.data && event.data.reference !== undefined));
}

/** One stay of a country in a group: `from` is inclusive, `to` exclusive. */
interface Period {
  readonly from: Day;
  readonly to?: Day;
}

function periodsByGroup(countries: readonly ListedCountry[]): Map<CountryGroupId, Map<CountryCode, Period[]>> {
  const groups = new Map<CountryGroupId, Map<CountryCode, Period[]>>();
  for (const { iso2, groups: memberships } of countries) {
    for (const { group, from = openingDay, to } of memberships) {
      const members = groups.get(group) ?? new Map<CountryCode, Period[]>();
      groups.set(group, members.set(iso2, [...(members.get(iso2) ?? []), to === undefined ? { from } : { from, to }]));
    }
  }
  return groups;
}

/** The days on which somebody joins or leaves, in order; none of them in the future. */
function turningDays(periods: readonly Period[], today: Day): Day[] {
  const days = new Set(periods.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to])));
  return [...days].filter(day => day <= today).sort();
}

/** The same for the same details, whatever the order of their fields. */
function canonical(details: CountryDetails): string {
  const { iso3, name, region, standing } = details;
  return JSON.stringify([iso3, name.en, name.ar, region, standing]);
}
