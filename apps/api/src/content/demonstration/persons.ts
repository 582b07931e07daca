import type { LocalizedText, PersonId } from '@mithaq/domain';
import { contentId } from '../acts.js';
import { pick } from './arithmetic.js';
import { both, type Said } from './texts.js';

/** A person of the demonstration: the id stays, so that one person is one in all that names them. */
export interface DemonstrationPerson {
  readonly id: PersonId;
  readonly name: LocalizedText;
}

const given: readonly Said[] = [
  ['Amina', 'أمينة'],
  ['Tomas', 'توماس'],
  ['Leila', 'ليلى'],
  ['Kwame', 'كوامي'],
  ['Mariana', 'ماريانا'],
  ['Aibek', 'أيبك'],
  ['Noor', 'نور'],
  ['Ingrid', 'إنغريد'],
  ['Malia', 'ماليا'],
  ['Yusuf', 'يوسف'],
  ['Chanda', 'تشاندا'],
];

const family: readonly Said[] = [
  ['Northwater', 'نورثووتر'],
  ['Baraka', 'بركة'],
  ['Islamar', 'إيسلامار'],
  ['Steppeson', 'ستيبسون'],
  ['Al-Waha', 'الواحة'],
  ['Coralis', 'كوراليس'],
  ['Highfield', 'هايفيلد'],
];

/** The person of a number: no two of the first 77 have the same name. Each name says what it is. */
export function personOf(number: number): DemonstrationPerson {
  const [first, last] = [pick(given, number), pick(family, number)];
  return {
    id: contentId(`demonstration person ${number}`),
    name: both([`${first[0]} ${last[0]} (demo)`, `${first[1]} ${last[1]} (عرض توضيحي)`]),
  };
}
