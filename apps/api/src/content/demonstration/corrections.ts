import { type CommitmentId, type CorrectionId, type Day, type DeclaredValue, toMinorUnits, type Value } from '@mithaq/domain';
import { signatureId } from '../../coalitions/signature-facts.js';
import { type Act, contentId } from '../acts.js';
import { coalitionId, signatories } from './coalition.js';
import { type Pledge, pledges } from './commitments.js';
import { lives } from './lives.js';
import { bodies } from './organisations.js';
import { personOf } from './persons.js';
import { both, type Said } from './texts.js';

const mistaken = '2026-10-12' as Day;
const proposed = '2026-10-20' as Day;
const decided = '2026-10-27' as Day;
const correctedAgain = '2026-11-09' as Day;

/** What a correction is about: the commitment, and the value that it states. */
interface Standing {
  readonly id: CommitmentId;
  readonly lead: Pledge['lead'];
  readonly value: DeclaredValue;
}

/** Commitments that stand to the end, state a value and have said nothing for long. */
const standing: readonly Standing[] = pledges.flatMap(({ id, lead, details: { value } }, i) => {
  const acts = lives[i]!;
  const isOver = acts.some(({ name }) => ['withdrawn', 'superseded', 'amended-0', 'returned'].includes(name));
  const isAnnounced = acts.some(({ name, on }) => name === 'announced' && on < '2026-01-01');
  return value && isAnnounced && !isOver ? [{ id, lead, value }] : [];
});

/** Signed for it by mistake: a verified body that is not among the signatories. */
const notASignatory = bodies.find(body => body.standing === 'verified' && !signatories.includes(body))!;

const idOf = (name: string) => contentId<CorrectionId>(`demonstration correction ${name}`);
const streamOf = ({ id }: Standing) => `commitment-${id}`;
const letter = (number: number) => `Letter of 19 October 2026, ref. DEMO/${number} (demo)`;

type Proposal = Extract<Extract<Act, { of: 'correction' }>['command'], { type: 'ProposeCorrection' }>;

/** Three mistakes that are mended, one that is none, one whose record moves on first, and a correction that is corrected itself. */
export function correctionActs(): Act[] {
  const [tenfold, withdrawn, unproven, moving, again] = standing as [Standing, Standing, Standing, Standing, Standing];
  const signature = `signature-${signatureId(coalitionId, notASignatory.id)}`;
  return [
    amendment(tenfold, 'tenfold', valued(tenfold, 10), ['The second phase is costed (demo).', 'حُسبت كلفة المرحلة الثانية (عرض توضيحي).']),
    ...agreed('tenfold', {
      record: streamOf(tenfold),
      targets: [{ act: 'tenfold', set: { changes: { value: stored(valued(tenfold, 1.2)) } } }],
      reason: both(['The amount was typed with a zero too many (demo).', 'كُتب المبلغ بصفر زائد (عرض توضيحي).']),
      authority: letter(1),
    }),

    {
      of: 'signature',
      coalition: coalitionId,
      organisation: notASignatory.id,
      by: notASignatory.id,
      name: 'signed',
      on: mistaken,
      command: {
        type: 'SignDocument',
        coalition: coalitionId,
        organisation: notASignatory.id,
        signatory: personOf(60),
        capacity: both(['Observer', 'مراقب']),
        manner: 'afterwards',
      },
    },
    ...agreed('signature', {
      record: signature,
      targets: [{ act: 'signed', void: true }],
      reason: both(['The body attended as an observer and did not sign (demo).', 'حضرت الجهة بصفة مراقب ولم توقّع (عرض توضيحي).']),
      authority: letter(2),
    }),

    {
      ...by(withdrawn, 'withdrawn-by-mistake'),
      command: {
        type: 'WithdrawCommitment',
        reason: both(['The programme has ended (demo).', 'انتهى البرنامج (عرض توضيحي).']),
      },
    },
    ...agreed('withdrawal', {
      record: streamOf(withdrawn),
      targets: [{ act: 'withdrawn-by-mistake', void: true }],
      reason: both(['Another commitment of the body was meant (demo).', 'كان المقصود التزاماً آخر للجهة نفسها (عرض توضيحي).']),
      authority: letter(3),
    }),

    proposal('unproven', proposed, {
      record: streamOf(unproven),
      targets: [{ act: 'pledged', set: { value: stored(valued(unproven, 2)) } }],
      reason: both(['A newspaper names twice the amount (demo).', 'ذكرت صحيفة ضعف المبلغ (عرض توضيحي).']),
      authority: 'Press review of October 2026 (demo)',
    }),
    {
      ...of('unproven', 'rejected', decided, 'second-administrator'),
      command: {
        type: 'RejectCorrection',
        reason: both([
          'What a newspaper says is a note beside the pledge, not a mistake in it (demo).',
          'ما تذكره الصحف ملاحظة بجانب التعهد وليس خطأ فيه (عرض توضيحي).',
        ]),
      },
    },

    proposal('moving', proposed, {
      record: streamOf(moving),
      targets: [{ act: 'pledged', set: { programme: 'demo-first-steps' } }],
      reason: both(['The programme was left out (demo).', 'أُغفل ذكر البرنامج (عرض توضيحي).']),
      authority: letter(4),
    }),
    {
      ...of('moving', 'approved', decided, 'second-administrator'),
      command: {
        type: 'ApproveCorrection',
        meanwhile: amendment(
          moving,
          'amended-meanwhile',
          valued(moving, 1.1),
          ['The partners contribute more (demo).', 'يساهم الشركاء بمبلغ أكبر (عرض توضيحي).'],
          decided,
        ),
      },
    },

    ...agreed('in-part', {
      record: streamOf(again),
      targets: [{ act: 'pledged', set: { value: stored(valued(again, 0.5)) } }],
      reason: both(['Half of the amount belongs to another body (demo).', 'نصف المبلغ يعود إلى جهة أخرى (عرض توضيحي).']),
      authority: letter(5),
    }),
    ...agreed(
      'in-part-again',
      {
        record: streamOf(again),
        targets: [{ compensation: idOf('in-part'), void: true }],
        reason: both([
          'The other body has confirmed that it bears none of it (demo).',
          'أكدت الجهة الأخرى أنها لا تتحمل أي جزء منه (عرض توضيحي).',
        ]),
        authority: letter(6),
      },
      correctedAgain,
    ),
  ];
}

function of(correction: string, name: string, on: Day, by: 'administrator' | 'second-administrator') {
  return { of: 'correction', id: idOf(correction), name, on, by } as const;
}

function proposal(correction: string, on: Day, said: Omit<Proposal, 'type'>): Act {
  return { ...of(correction, 'proposed', on, 'administrator'), command: { type: 'ProposeCorrection', ...said } };
}

/** Proposed by one administrator and approved by the other. */
function agreed(correction: string, said: Omit<Proposal, 'type'>, on = proposed): Act[] {
  const approval = on === proposed ? decided : on;
  return [
    proposal(correction, on, said),
    { ...of(correction, 'approved', approval, 'second-administrator'), command: { type: 'ApproveCorrection' } },
  ];
}

function by({ id, lead }: Standing, name: string, on = mistaken) {
  return { of: 'commitment', id, by: lead.id, name, on } as const;
}

function amendment(of: Standing, name: string, value: DeclaredValue, reason: Said, on = mistaken): Act {
  return { ...by(of, name, on), command: { type: 'AmendCommitment', reason: both(reason), changes: { value } } };
}

/** So many times the value; the dollars were said of the old one. */
function valued({ value: { amount, currency, nature } }: Standing, times: number): DeclaredValue {
  return { amount: String(Math.round(Number(amount) * times)), currency, nature };
}

/** As events have it. */
function stored({ amount, ...rest }: DeclaredValue): Value {
  return { ...rest, amount: toMinorUnits(amount, rest.currency, '') }; // without a dollar equivalent
}
