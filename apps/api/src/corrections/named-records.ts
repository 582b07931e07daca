import {
  commitment,
  country,
  countryGroup,
  type CountryCode,
  type Day,
  type Mend,
  organisation,
  type Provenance,
  realmOf,
  Refusal,
  type RefusalCode,
  regionalPriority,
  type RegionId,
  reportingCycle,
  toMinorUnits,
} from '@mithaq/domain';
import { type Ledger } from '../ledger/ledger.js';

/** Fields of events that name other records, whichever event has them. */
interface Names {
  readonly lead?: string;
  readonly steward?: string;
  readonly organisation?: string;
  readonly partners?: readonly ({ readonly organisation: string } | { readonly name: object })[] | null;
  readonly home?: { readonly country?: CountryCode } | null;
  readonly implementation?: {
    readonly regions: readonly RegionId[];
    readonly countries: readonly CountryCode[];
    readonly groups: readonly string[];
  } | null;
  readonly regionalPriorities?: readonly string[] | null;
  readonly value?: { readonly currency: string } | null;
  readonly amounts?: { readonly currency: string } | null;
  readonly by?: string;
  readonly cycle?: string | null;
}

/**
 * What a correction writes names only records that are there, and of the record's own kind: what every command looks up before it is
 * decided. The form of the event, `compensateOn` has asked already.
 *
 * @throws Refusal as the commands do
 */
export async function refuseStrangers(ledger: Ledger, provenance: Provenance, targets: readonly Mend[], today: Day): Promise<void> {
  for (const [i, mend] of targets.entries()) {
    if ('void' in mend || !mend.set) continue;
    const pointer = `/targets/${i}/set`;
    const lookup = new Lookup(ledger, today, provenance);
    const set = mend.set as Names & { readonly changes?: Names };
    await lookup.names(set, pointer);
    if (set.changes) await lookup.names(set.changes, `${pointer}/changes`);
  }
}

class Lookup {
  constructor(
    private readonly ledger: Ledger,
    private readonly today: Day,
    private readonly provenance: Provenance,
  ) {}

  async names(data: Names, at: string): Promise<void> {
    const { lead, steward, organisation: seated, partners, home, implementation, regionalPriorities, value, amounts, by, cycle } = data;
    await this.body(lead, 'lead-unknown', `${at}/lead`);
    await this.body(steward, 'steward-unknown', `${at}/steward`);
    await this.body(seated, 'co-chair-unregistered', `${at}/organisation`);
    for (const [i, partner] of (partners ?? []).entries()) {
      if ('organisation' in partner) await this.body(partner.organisation, 'partner-unknown', `${at}/partners/${i}/organisation`);
    }
    if (home?.country !== undefined) await this.regionOf(home.country, `${at}/home/country`);
    if (implementation) await this.places(implementation, `${at}/implementation`);
    for (const [i, id] of (regionalPriorities ?? []).entries()) {
      const { status } = await this.ledger.stateOf(regionalPriority, id, this.today);
      if (status === 'unknown')
        refuse('regional-priority-unknown', `${id} is no regional priority of the ledger.`, `${at}/regionalPriorities/${i}`);
    }
    if (value) toMinorUnits('0', value.currency, `${at}/value`);
    if (amounts) toMinorUnits('0', amounts.currency, `${at}/amounts`);
    if (by !== undefined) {
      const { registration } = await this.ledger.stateOf(commitment, by, this.today);
      if (registration === 'unknown') refuse('successor-not-open', `There is no commitment ${by}.`, `${at}/by`);
    }
    if (cycle !== undefined && cycle !== null) {
      const state = await this.ledger.stateOf(reportingCycle, cycle, this.today);
      if (state.status === 'unknown') refuse('cycle-not-open', `There is no reporting cycle ${cycle}.`, `${at}/cycle`);
      else this.alike(state.provenance, `The reporting cycle ${cycle}`, `${at}/cycle`);
    }
  }

  private async body(id: string | undefined, code: RefusalCode, pointer: string): Promise<void> {
    if (id === undefined) return;
    const state = await this.ledger.stateOf(organisation, id, this.today);
    if (state.status === 'unknown') refuse(code, `No organisation ${id} is registered; register it first.`, pointer);
    else this.alike(state.provenance, id, pointer);
  }

  private async places({ regions, countries, groups }: NonNullable<Names['implementation']>, at: string): Promise<void> {
    for (const [i, iso2] of countries.entries()) {
      const region = await this.regionOf(iso2, `${at}/countries/${i}`);
      if (!regions.includes(region)) {
        refuse('data-invalid', `The event names every region, those of its countries too: ${iso2} is in ${region}.`, `${at}/regions`);
      }
    }
    for (const [i, id] of groups.entries()) {
      const { status } = await this.ledger.stateOf(countryGroup, id, this.today);
      if (status !== 'listed') refuse('country-group-unknown', `${id} is no country group of the ledger.`, `${at}/groups/${i}`);
    }
  }

  private async regionOf(iso2: CountryCode, pointer: string): Promise<RegionId> {
    const state = await this.ledger.stateOf(country, iso2, this.today);
    if (state.status === 'listed') return state.details.region;
    return refuse('country-unknown', `${iso2} is no country of the ledger; give an ISO 3166-1 alpha-2 code.`, pointer);
  }

  private alike(provenance: Provenance, what: string, pointer: string): void {
    if (realmOf(provenance) === realmOf(this.provenance)) return;
    refuse(
      'demonstration-mixed',
      `${what} is ${realmOf(provenance) === 'real' ? 'real' : 'a demonstration'}, and this record is not.`,
      pointer,
    );
  }
}

function refuse(code: RefusalCode, message: string, pointer: string): never {
  throw new Refusal(code, message, { pointer });
}
