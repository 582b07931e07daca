import type { Category, CoalitionId, Day } from '@mithaq/domain';
import { type Act, contentId } from '../acts.js';
import { addDays, pick } from './arithmetic.js';
import { registrationDay } from './commitments.js';
import { bodies, type Body } from './organisations.js';
import { personOf } from './persons.js';
import { both, type Said } from './texts.js';

export const coalitionId: CoalitionId = contentId('demonstration coalition');

const launched = '2022-06-08' as Day;
const revised = '2024-02-05' as Day;

const session = { name: both(['Ceremony of signatures (demo)', 'حفل التوقيع (عرض توضيحي)']), kind: 'ceremony' } as const;

const firstText: Said = [
  'We, the undersigned (demo), will work together so that nobody is left offline: we will tell what we pledge, report what we do, and let others see how we counted.',
  'نحن الموقعين أدناه (عرض توضيحي) سنعمل معاً كي لا يبقى أحد خارج الاتصال: نعلن ما نتعهد به، ونبلغ عما نفعل، ونتيح لغيرنا أن يرى كيف أحصينا.',
];
const secondText: Said = [
  'We, the undersigned (demo), will work together so that nobody is left offline: we will tell what we pledge, report every year what we do and what hinders us, and let others see how we counted.',
  'نحن الموقعين أدناه (عرض توضيحي) سنعمل معاً كي لا يبقى أحد خارج الاتصال: نعلن ما نتعهد به، ونبلغ كل سنة عما نفعل وعما يعيقنا، ونتيح لغيرنا أن يرى كيف أحصينا.',
];

const capacities: Readonly<Record<Category, Said>> = {
  government: ['Minister', 'وزير(ة)'],
  'private-sector': ['Chief Executive', 'الرئيس التنفيذي'],
  'international-organisation': ['Secretary-General', 'الأمين العام'],
  'un-system': ['Executive Director', 'المدير التنفيذي'],
  'financial-institution': ['President', 'الرئيس'],
  'civil-society': ['Chair of the Board', 'رئيس مجلس الإدارة'],
  academia: ['Rector', 'رئيس الجامعة'],
  youth: ['Coordinator', 'المنسق'],
  community: ['Spokesperson', 'المتحدث باسمها'],
};

const reasons: readonly Said[] = [
  ['The body is being merged with another (demo).', 'يجري دمج الجهة في جهة أخرى (عرض توضيحي).'],
  ['The board wishes to sign a narrower text (demo).', 'يرغب مجلس الإدارة في توقيع نص أضيق نطاقاً (عرض توضيحي).'],
  ['The signatory had no mandate to sign (demo).', 'لم يكن الموقّع مخوّلاً بالتوقيع (عرض توضيحي).'],
];

/** The 45 bodies that sign: the verified ones that the ledger knew first. */
export const signatories: readonly Body[] = bodies
  .filter(({ standing }) => standing === 'verified')
  .sort((a, b) => (registrationDay(a) < registrationDay(b) ? -1 : registrationDay(a) > registrationDay(b) ? 1 : 0))
  .slice(0, 45);

/** A coalition of the demonstration: launched with a first text, revised once; 45 bodies sign, and three of them withdraw. */
export function coalitionActs(): Act[] {
  const secretariat = { of: 'coalition', id: coalitionId, by: 'secretariat' } as const;
  const name = both(['Coalition for Everybody Online (demo)', 'ائتلاف الجميع على الشبكة (عرض توضيحي)']);
  const source = { title: both(['Minutes of the ceremony (demo)', 'محضر الحفل (عرض توضيحي)']) };
  return [
    {
      ...secretariat,
      name: 'launched',
      on: launched,
      command: { type: 'LaunchCoalition', provenance: 'demonstration', name, text: both(firstText), source },
    },
    {
      ...secretariat,
      name: 'revised',
      on: revised,
      command: {
        type: 'PublishDocument',
        text: both(secondText),
        reason: both(['A yearly report, and what hinders, are added (demo).', 'أُضيف التقرير السنوي وذكر المعوقات (عرض توضيحي).']),
      },
    },
    ...signatories.flatMap(signatureActs),
  ];
}

/** Whoever is known at the launch signs in the ceremony; the others follow three weeks after they are registered. Two of three sign the second text too. */
function signatureActs(body: Body, place: number): Act[] {
  const known = addDays(registrationDay(body), 21);
  const first = known <= launched ? launched : known;
  const signature = { of: 'signature', coalition: coalitionId, organisation: body.id, by: body.id } as const;
  const sign = (on: Day): Act['command'] & { readonly type: 'SignDocument' } => ({
    type: 'SignDocument',
    coalition: coalitionId,
    organisation: body.id,
    signatory: personOf(place),
    capacity: both(capacities[body.category]),
    ...(on === launched ? { manner: 'ceremony', session } : { manner: 'afterwards' }),
  });
  const acts: Act[] = [{ ...signature, name: 'signed', on: first, command: sign(first) }];
  const again = addDays(revised, 7 + place * 3);
  if (first < revised && place % 3 !== 2) acts.push({ ...signature, name: 'signed-again', on: again, command: sign(again) });
  if (place % 15 === 7) {
    const on = addDays(again > first ? again : first, 120);
    acts.push({
      ...signature,
      name: 'withdrawn',
      on,
      command: { type: 'WithdrawSignature', reason: both(pick(reasons, Math.floor(place / 15))) },
    });
  }
  return acts;
}
