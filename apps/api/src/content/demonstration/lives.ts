import type { CommitmentCommand, Day, DeclaredChanges, DeclaredValue } from '@mithaq/domain';
import { type Act } from '../acts.js';
import { addDays, deal, pick, roundly, yearOf } from './arithmetic.js';
import { type Pledge, pledges } from './commitments.js';
import {
  acceptances,
  type Amendment,
  amendments,
  namedPartners,
  notes,
  occasions,
  returns,
  type Said,
  say,
  supersession,
  withdrawals,
  type Withheld,
} from './texts.js';

/** What becomes of a commitment in the end. A young one may not have come that far: its later acts are of days to come. */
type Fate = 'pledged' | 'returned' | 'accepted' | 'announced' | 'withdrawn';

const fates = deal<Fate>(
  [
    ['announced', 88],
    ['accepted', 28],
    ['pledged', 16],
    ['returned', 10],
    ['withdrawn', 18],
  ],
  113,
);

function fateOf({ index, lead }: Pledge): Fate {
  const fate = pick(fates, index);
  if (lead.standing === 'verified') return fate;
  return fate === 'returned' || fate === 'withdrawn' ? fate : 'pledged'; // what a body pledges is accepted once it is verified
}

/**
 * The life of a commitment, act by act: each act is told with the days since the one before.
 *
 * pledged → (returned → resubmitted →) accepted → announced → (amended, noted) → withdrawn or superseded, as far as it comes.
 */
class Life {
  readonly acts: Act[] = [];
  private day: Day;
  private readonly withheld: Withheld | undefined;
  private readonly changed: Amendment[] = [];

  constructor(private readonly pledge: Pledge) {
    this.day = pledge.day;
    this.withheld = withheldFrom(pledge);
    const details = this.withheld ? draftOf(pledge, this.withheld) : pledge.details;
    this.tell('pledged', 0, { type: 'PledgeCommitment', lead: pledge.lead.id, provenance: 'demonstration', ...details });
  }

  /** Sent back for what it leaves out. */
  returned(): this {
    const { reason } = returns[this.withheld ?? 'targets'];
    return this.tell('returned', 10 + (this.pledge.index % 9), { type: 'ReturnCommitment', reason: this.say(reason) }, 'secretariat');
  }

  /** Pledged again with what was missing. */
  resubmitted(): this {
    const { withheld, pledge } = this;
    if (!withheld) throw new Error(`The commitment ${pledge.index} leaves out nothing that could be mended.`);
    const { description } = pledge.details;
    const changes: DeclaredChanges = { [withheld]: pledge.details[withheld], ...(description ? { description } : {}) };
    return this.tell('resubmitted', 21, { type: 'AmendCommitment', reason: this.say(returns[withheld].mended), changes });
  }

  accepted(): this {
    const { index } = this.pledge;
    const note = index % 4 === 0 ? { note: this.say(pick(acceptances, index)) } : {};
    return this.tell('accepted', 14 + ((index * 7) % 23), { type: 'AcceptCommitment', ...note }, 'secretariat');
  }

  announced(): this {
    const { index } = this.pledge;
    const { kind, name } = pick(occasions, index);
    const command: CommitmentCommand =
      index % 6 === 5
        ? {
            type: 'AnnounceCommitment',
            manner: 'publication',
            source: { title: this.say(['Notice on the web (demo)', 'إعلان على الشبكة (عرض توضيحي)']) },
          }
        : { type: 'AnnounceCommitment', manner: 'plenary', session: { name: this.say(name), kind } };
    return this.tell('announced', 25 + ((index * 11) % 41), command, 'secretariat');
  }

  /** Changed by its lead, if there is something left to change: what changed once is not changed again. */
  amended(): this {
    const { index } = this.pledge;
    const turn = this.changed.length;
    const amendment = amendmentOf(this.pledge, index + turn, this.changed);
    if (!amendment) return this;
    const [kind, changes] = amendment;
    this.changed.push(kind);
    return this.tell(`amended-${turn}`, 160 + ((index * 13) % 120), {
      type: 'AmendCommitment',
      reason: this.say(amendments[kind]),
      changes,
    });
  }

  /** Somebody else tells it otherwise: where there is a sum, with another one, beside the pledged one and in no total. */
  noted(): this {
    const { index, details } = this.pledge;
    const { text, figure } = pick(details.value ? notes : notes.filter(({ figure }) => figure === 'none'), index);
    return this.tell('noted', 45 + (index % 60), {
      type: 'NoteCommitment',
      text: this.say(text),
      source: { title: this.say(['Press review (demo)', 'عرض للصحف (عرض توضيحي)']), published: String(yearOf(this.day)) },
      ...(details.value && figure === 'greater' ? { value: raised(details.value, 1.3) } : {}),
    });
  }

  /** Grouped with the pledges that announce the same programme, so that its beneficiaries count once. */
  groupedUnder(programme: string): this {
    return this.tell(
      'grouped',
      5,
      {
        type: 'AmendCommitment',
        reason: this.say([
          'Several pledges announce this programme; its beneficiaries count once.',
          'تعلن عدة تعهدات هذا البرنامج؛ ويُحسب المستفيدون منه مرة واحدة.',
        ]),
        changes: { programme },
        source: { title: this.say(['Note of the secretariat (demo)', 'مذكرة الأمانة (عرض توضيحي)']) },
      },
      'secretariat',
    );
  }

  withdrawn(): this {
    const { index } = this.pledge;
    return this.tell('withdrawn', 120 + ((index * 17) % 240), { type: 'WithdrawCommitment', reason: this.say(pick(withdrawals, index)) });
  }

  /** Its place is taken by a later commitment of the same body, some days after that one is pledged. */
  supersededBy(successor: Pledge): this {
    this.day = successor.day > this.day ? successor.day : this.day;
    return this.tell('superseded', 6, { type: 'SupersedeCommitment', by: successor.id, reason: this.say(supersession) });
  }

  private tell(name: string, daysLater: number, command: CommitmentCommand, by: Act['by'] = this.pledge.lead.id): this {
    this.day = addDays(this.day, daysLater);
    this.acts.push({ of: 'commitment', id: this.pledge.id, name, on: this.day, by, command });
    return this;
  }

  private say(sentence: Said) {
    return say(sentence, this.pledge.languages);
  }
}

/** The whole life of a commitment, whatever today is. */
function lifeOf(pledge: Pledge): Act[] {
  const { index } = pledge;
  const life = new Life(pledge);
  const fate = fateOf(pledge);

  if (fate === 'returned') return life.returned().acts;
  if (withheldFrom(pledge)) life.returned().resubmitted();
  if (fate === 'pledged') return (index % 4 === 0 ? life.amended() : life).acts;
  if (fate === 'withdrawn' && index % 3 === 0) return life.withdrawn().acts;

  // A withdrawal of a body that is not verified is of a pledge that was never accepted.
  if (pledge.lead.standing === 'registered') return life.withdrawn().acts;
  life.accepted();
  const programme = programmeOf(pledge);
  if (programme) life.groupedUnder(programme);
  if (fate === 'accepted') return (index % 3 === 1 ? life.amended() : life).acts;

  life.announced();
  if (index % 7 === 2) life.noted();
  if (index % 5 < 2) life.amended();
  if (index % 10 === 1) life.amended();
  if (fate === 'withdrawn') return life.withdrawn().acts;
  const successor = successors.get(pledge);
  return (successor ? life.supersededBy(successor) : life).acts;
}

/** Every fourth pledge of those that state it comes first without its end, its targets or its description, and is sent back. */
function withheldFrom(pledge: Pledge): Withheld | undefined {
  if (pledge.index % 4 !== 3 && fateOf(pledge) !== 'returned') return undefined;
  const order: readonly Withheld[] = ['end', 'targets', 'description'];
  return [...order.slice(pledge.index % 3), ...order].find(field => pledge.details[field] !== undefined);
}

/** The pledge as it is first written: without the field, and without figures in its words. */
function draftOf({ details, inWords }: Pledge, withheld: Withheld): Pledge['details'] {
  const { [withheld]: _, ...rest } = { ...details, description: inWords };
  return rest;
}

/** What an amendment changes: the first of the four, beginning with the one whose turn it is, that this commitment has something to change for. */
function amendmentOf(
  { details, languages, index }: Pledge,
  turn: number,
  before: readonly Amendment[],
): readonly [Amendment, DeclaredChanges] | undefined {
  const { end, targets, value, partners = [] } = details;
  const possible: Readonly<Record<Amendment, () => DeclaredChanges | undefined>> = {
    later: () => {
      if (!end) return undefined;
      const moved = `${yearOf(end) + 1}${end.slice(4)}` as Day;
      return { end: moved, ...(targets ? { targets: targets.map(target => (target.due ? { ...target, due: moved } : target)) } : {}) };
    },
    more: () => targets && { targets: targets.map(target => ({ ...target, goal: roundly((target.goal ?? 1) * 1.5) })) },
    dearer: () => value && { value: raised(value, 1.4) },
    joined: () => ({ partners: [...partners, { name: say(pick(namedPartners, index + 1), languages) }] }),
  };
  const order: readonly Amendment[] = ['later', 'more', 'dearer', 'joined'];
  for (const kind of [...order.slice(turn % 4), ...order]) {
    const changes = before.includes(kind) ? undefined : possible[kind]();
    if (changes) return [kind, changes];
  }
  return undefined;
}

/** Another sum of the same kind; the dollars were said of the old one. */
function raised({ amount, currency, nature }: DeclaredValue, factor: number): DeclaredValue {
  return { amount: String(roundly(Number(amount) * factor)), currency, nature };
}

/** Two programmes that several pledges announce. */
function programmeOf({ theme, details }: Pledge): string | undefined {
  const { regions = [], countries = [], groups = [] } = details.implementation ?? {};
  if (theme.key === 'schools' && (regions.includes('AFR') || countries.length > 0)) return 'demo-schools-online';
  if (theme.key === 'first-steps' && groups.length + countries.length > 0) return 'demo-first-steps';
  return undefined;
}

/** Announced commitments whose place a later one of the same body takes: every second of those that can be. */
const successors: ReadonlyMap<Pledge, Pledge> = new Map(
  pledges
    .flatMap(pledge => {
      if (fateOf(pledge) !== 'announced') return [];
      const successor = pledges.find(
        later =>
          later.lead === pledge.lead &&
          later.index >= pledge.index + 30 && // it has stood for a year or so
          ['pledged', 'accepted', 'announced'].includes(fateOf(later)),
      );
      return successor ? [[pledge, successor] as const] : [];
    })
    .filter((_, place) => place % 2 === 0),
);

export const lives: readonly (readonly Act[])[] = pledges.map(lifeOf);
