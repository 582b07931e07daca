import {
  type CycleDays,
  type CycleId,
  type Day,
  type DeclaredReport,
  type DeclineReason,
  type Delivery,
  type OrganisationId,
  type RegionalPriorityId,
  type RegionId,
  type ReportCommand,
  type ReportId,
} from '@mithaq/domain';
import { type Act, contentId } from '../acts.js';
import { addDays, deal, pick, roundly } from './arithmetic.js';
import { type Pledge, pledges } from './commitments.js';
import { lives } from './lives.js';
import { bodyNamed } from './organisations.js';
import { both, type Said, say } from './texts.js';

interface Cycle {
  readonly id: CycleId;
  readonly year: string;
  readonly name: Said;
  readonly openedOn: Day;
  readonly days: CycleDays;
}

const cycle = (year: string, name: Said, openedOn: string, days: Readonly<Record<keyof CycleDays, string>>): Cycle => ({
  id: contentId(`demonstration cycle ${year}`),
  year,
  name,
  openedOn: openedOn as Day,
  days: days as CycleDays,
});

/** One that is closed, and one whose grace is over: who has not reported is silent in both. */
const first = cycle('2023', ['Reports on 2023 (demo)', 'تقارير عام 2023 (عرض توضيحي)'], '2023-11-15', {
  from: '2023-01-01',
  to: '2023-12-31',
  opens: '2024-01-10',
  due: '2024-03-31',
  grace: '2024-04-30',
});
const second = cycle('2025', ['Reports on 2024 and 2025 (demo)', 'تقارير عامي 2024 و2025 (عرض توضيحي)'], '2025-11-17', {
  from: '2024-01-01',
  to: '2025-12-31',
  opens: '2026-01-12',
  due: '2026-10-31',
  grace: '2026-11-20',
});
const extended = { on: '2024-03-18' as Day, due: '2024-04-15' as Day, grace: '2024-05-15' as Day };
const closedOn = '2024-06-03' as Day;

type Answer = 'in time' | 'late' | 'declined' | 'declined, then reported' | 'silent';

const answers: Readonly<Record<string, readonly Answer[]>> = {
  [first.id]: deal<Answer>(
    [
      ['in time', 88],
      ['late', 24],
      ['declined', 10],
      ['declined, then reported', 6],
      ['silent', 32],
    ],
    57,
  ),
  [second.id]: deal<Answer>(
    [
      ['in time', 78],
      ['late', 16],
      ['declined', 14],
      ['declined, then reported', 4],
      ['silent', 48],
    ],
    43,
  ),
};

/** How delivery stood first, and where it came to: every fifth that was on track has slipped. */
const courses = deal<readonly [Delivery, Delivery]>(
  [
    [['on-track', 'on-track'], 52],
    [['on-track', 'completed'], 34],
    [['on-track', 'delayed'], 16],
    [['on-track', 'at-risk'], 8],
    [['not-started', 'on-track'], 20],
    [['not-started', 'delayed'], 8],
    [['delayed', 'on-track'], 14],
    [['delayed', 'at-risk'], 8],
  ],
  63,
);

const percents: Readonly<Record<Delivery, readonly number[]>> = {
  'not-started': [0],
  'on-track': [35, 45, 60, 30],
  delayed: [15, 25, 40],
  'at-risk': [10, 20],
  completed: [100],
};

const told: Readonly<Record<Delivery, Said>> = {
  'not-started': ['Preparations only so far.', 'أعمال تحضيرية فقط حتى الآن.'],
  'on-track': ['The work goes as planned.', 'يسير العمل كما خُطط له.'],
  delayed: ['The work goes on, some months behind its plan.', 'العمل مستمر لكنه متأخر بضعة أشهر عن الخطة.'],
  'at-risk': ['Without further funds the goal will not be reached.', 'لن يتحقق الهدف ما لم تتوفر أموال إضافية.'],
  completed: ['All that was pledged is done.', 'أُنجز كل ما تُعهد به.'],
};

const barriers: readonly Said[] = [
  ['Imports of equipment wait for months at the border.', 'تبقى المعدات المستوردة أشهراً عند الحدود.'],
  ['Skilled staff leave for better paid work.', 'يغادر الموظفون المهرة إلى أعمال أفضل أجراً.'],
  ['Electricity is not there where the sites are built.', 'لا كهرباء حيث تُقام المواقع.'],
];

const declines: readonly DeclineReason[] = ['no-data', 'confidential', 'no-capacity', 'under-review'];

/** The cycles, what is reported on the commitments and priorities of the demonstration, and what the secretariat makes of it. */
export function reportingActs(): Act[] {
  const secretariat = { of: 'reportingCycle', by: 'secretariat' } as const;
  const opening = ({ id, name, openedOn, days }: Cycle): Act => ({
    ...secretariat,
    id,
    name: 'opened',
    on: openedOn,
    command: { type: 'OpenReportingCycle', provenance: 'demonstration', name: both(name), days },
  });
  return [
    opening(first),
    opening(second),
    {
      ...secretariat,
      id: first.id,
      name: 'extended',
      on: extended.on,
      command: {
        type: 'ExtendReportingCycle',
        due: extended.due,
        grace: extended.grace,
        reason: both(['A fortnight more, as many asked for it (demo).', 'أسبوعان إضافيان بناءً على طلب كثيرين (عرض توضيحي).']),
      },
    },
    ...pledges.flatMap((pledge, index) => reportsOn(pledge, lives[index] ?? [])),
    ...priorities.flatMap(priorityActs),
    { ...secretariat, id: first.id, name: 'closed', on: closedOn, command: { type: 'CloseReportingCycle' } },
  ];
}

/** What is reported on a commitment to each cycle that it owes a report to. */
function reportsOn(pledge: Pledge, life: readonly Act[]): Act[] {
  const dayOf = (types: readonly string[]) => life.find(({ command }) => types.includes(command.type))?.on;
  const stands = dayOf(['AcceptCommitment']);
  const ends = dayOf(['WithdrawCommitment', 'SupersedeCommitment']);
  const owes = ({ days }: Cycle) => stands !== undefined && stands <= days.to && (ends === undefined || ends > days.to);
  const course = pick(courses, pledge.index);
  return [first, second].flatMap((asked, turn) => (owes(asked) ? answerTo(asked, pledge, course[turn] ?? 'on-track') : []));
}

function answerTo(asked: Cycle, pledge: Pledge, delivery: Delivery): Act[] {
  const { index, lead } = pledge;
  const on = { of: 'commitment', id: pledge.id } as const;
  const report: ReportId = contentId(`demonstration report ${asked.year} ${index}`);
  const dueDay = asked === first ? extended.due : asked.days.due;
  const inTime = addDays(asked.days.opens, 5 + ((index * 7) % 60));
  const late = addDays(dueDay, 2 + (index % 14));
  const reported = (day: Day): Act => ({
    ...on,
    by: lead.id,
    name: `reported-${asked.year}`,
    on: day,
    command: { type: 'ReportProgress', report, cycle: asked.id, ...saidOf(pledge, delivery) },
  });
  const declined: Act = {
    ...on,
    by: lead.id,
    name: `declined-${asked.year}`,
    on: inTime,
    command: { type: 'DeclineReport', cycle: asked.id, reason: pick(declines, index) },
  };
  switch (pick(answers[asked.id] ?? [], index)) {
    case 'in time':
      return [reported(inTime), ...afterwards(asked, pledge, report, inTime)];
    case 'late':
      return [reported(late)];
    case 'declined':
      return [declined];
    case 'declined, then reported':
      return [declined, reported(addDays(inTime, 20))];
    case 'silent':
      return [];
  }
}

/** Every fourth report is assessed, and every ninth queried, answered and amended. */
function afterwards({ year }: Cycle, { index, id, lead, details }: Pledge, report: ReportId, day: Day): Act[] {
  const acts: Act[] = [];
  const tell = (name: string, later: number, by: Act['by'], command: ReportCommand) =>
    acts.push({ of: 'commitment', id, by, name: `${name}-${year}`, on: addDays(day, later), command });
  if (index % 9 === 4) {
    const query = contentId<ReportId>(`demonstration query ${year} ${index}`);
    tell('queried', 9, 'secretariat', {
      type: 'QueryReport',
      report,
      query,
      question: both(['How were those reached counted?', 'كيف أُحصي من شملهم العمل؟']),
    });
    tell('answered', 16, lead.id, {
      type: 'AnswerQuery',
      report,
      query,
      answer: both(['By the registers of the sites; the figure is corrected.', 'وفق سجلات المواقع؛ وقد صُحح الرقم.']),
    });
    if (details.beneficiaries?.count !== undefined) {
      tell('report-amended', 17, lead.id, {
        type: 'AmendReport',
        report,
        reason: both(['Counted by the registers.', 'أُحصي وفق السجلات.']),
        changes: { beneficiaries: roundly(details.beneficiaries.count * 0.27) },
      });
    }
  }
  if (index % 4 === 1) {
    const [verifiability, progress] = pick(
      [
        ['verifiable', 'substantial'],
        ['not-verifiable', 'no-evidence'],
        ['verifiable', 'limited'],
        ['verifiable', 'complete'],
      ] as const,
      Math.floor(index / 4),
    );
    tell('assessed', 25, 'secretariat', { type: 'AssessReport', report, verifiability, progress });
  }
  return acts;
}

/** What a report says, measured by what was pledged. */
function saidOf({ index, languages, details }: Pledge, delivery: Delivery): DeclaredReport {
  const percent = pick(percents[delivery], index);
  const part = (whole: number) => (percent === 0 ? 0 : roundly((whole * percent) / 100));
  const { targets = [], value, beneficiaries } = details;
  const readings = targets.flatMap(({ indicator, unit, goal }) =>
    goal === undefined ? [] : [{ indicator, ...(unit ? { unit } : {}), value: percent === 100 ? goal : part(goal) }],
  );
  const hindered = delivery === 'delayed' || delivery === 'at-risk';
  return {
    delivery,
    percent,
    narrative: say(told[delivery], languages),
    ...(readings.length > 0 ? { readings } : {}),
    ...(value?.nature === 'own'
      ? { amounts: { currency: value.currency, committed: value.amount, disbursed: String(part(Number(value.amount))) } }
      : {}),
    ...(beneficiaries?.count === undefined ? {} : { beneficiaries: part(beneficiaries.count) }),
    ...(hindered ? { barriers: say(pick(barriers, index), languages) } : {}),
  };
}

interface Priority {
  readonly id: RegionalPriorityId;
  readonly region: RegionId;
  readonly steward: string;
  readonly name: Said;
  /** How its steward says that it goes, to each cycle; undefined: the steward is silent. */
  readonly course: readonly [Delivery | undefined, Delivery | undefined];
}

const priority = (region: RegionId, steward: string, name: Said, ...course: Priority['course']): Priority => ({
  id: `demo-${region.toLowerCase()}` as RegionalPriorityId,
  region,
  steward,
  name,
  course,
});

/** Regional priorities that do not exist, a region each, so that nothing is reported on the real ones. */
const priorities: readonly Priority[] = [
  priority(
    'AFR',
    'savannia-ministry',
    ['A school network for every district (demo)', 'شبكة مدرسية لكل مقاطعة (عرض توضيحي)'],
    'on-track',
    'on-track',
  ),
  priority(
    'AMS',
    'islaverde-ministry',
    ['Links that outlast a storm (demo)', 'وصلات تصمد أمام العواصف (عرض توضيحي)'],
    'on-track',
    'delayed',
  ),
  priority(
    'ARB',
    'oases-ministry',
    ['Services in the languages that people speak (demo)', 'خدمات باللغات التي يتكلمها الناس (عرض توضيحي)'],
    undefined,
    'on-track',
  ),
  priority('ASP', 'monsunia-ministry', ['Cables for small islands (demo)', 'كابلات للجزر الصغيرة (عرض توضيحي)'], 'not-started', undefined),
];

function priorityActs({ id, region, steward, name, course }: Priority, place: number): Act[] {
  const body = bodyNamed(steward);
  const source = { title: both(['Plan of the demonstration', 'خطة العرض التوضيحي']) };
  const of = { of: 'regionalPriority', id } as const;
  const adopted: Act = {
    ...of,
    by: 'secretariat',
    name: 'adopted',
    on: '2023-06-01' as Day,
    command: {
      type: 'AdoptRegionalPriority',
      region,
      code: `DEMO-${region}`,
      name: both(name),
      actionPlan: { id: 'DEMO', name: 'Plan of the demonstration', from: '2023-06-01' as Day, to: '2027-01-01' as Day },
      steward: body.id,
      wording: 'to-be-confirmed',
      source,
    },
  };
  const reported = [first, second].flatMap(({ id: asked, year, days }, turn): Act[] => {
    const delivery = course[turn];
    if (!delivery) return [];
    return [
      reportedBy(body.id, { ...of, name: `reported-${year}`, on: addDays(days.opens, 20 + place * 9) }, asked, year, delivery, place),
    ];
  });
  return [adopted, ...reported];
}

function reportedBy(
  by: OrganisationId,
  act: Pick<Extract<Act, { of: 'regionalPriority' }>, 'of' | 'id' | 'name' | 'on'>,
  asked: CycleId,
  year: string,
  delivery: Delivery,
  place: number,
): Act {
  return {
    ...act,
    by,
    command: {
      type: 'ReportProgress',
      report: contentId(`demonstration report ${year} ${act.id}`),
      cycle: asked,
      delivery,
      percent: pick(percents[delivery], place),
      narrative: both(told[delivery]),
    },
  };
}
