import { type Category } from '../organisation/organisation.events.js';
import { type Seat } from '../working-group/working-group.events.js';
import { type Names } from './names.js';

/** The kinds of stakeholders, and the seat that a body of each kind may hold by its kind alone: none for academia, which sits as a member only. */
export const categories: Readonly<Record<Category, { readonly name: Names; readonly seat: Seat | null }>> = {
  government: { name: { en: 'Government', ar: 'منظمة حكومية' }, seat: 'membership' },
  'private-sector': { name: { en: 'Private sector', ar: 'القطاع الخاص' }, seat: 'private-sector' },
  'international-organisation': {
    name: { en: 'International or multilateral organisation', ar: 'منظمة دولية / متعددة الأطراف' },
    seat: 'civil-society-or-international',
  },
  'un-system': { name: { en: 'United Nations system', ar: 'منظومة الأمم المتحدة' }, seat: 'civil-society-or-international' },
  'financial-institution': {
    name: { en: 'International financial institution or regional development bank', ar: 'مؤسسة مالية دولية أو مصرف إنمائي إقليمي' },
    seat: 'civil-society-or-international',
  },
  'civil-society': { name: { en: 'Civil society', ar: 'المجتمع المدني' }, seat: 'civil-society-or-international' },
  academia: { name: { en: 'Academia', ar: 'المؤسسات الأكاديمية' }, seat: null },
  youth: { name: { en: 'Youth organisation', ar: 'منظمة شبابية' }, seat: 'civil-society-or-international' },
  community: {
    name: { en: 'Representatives of marginalised communities', ar: 'ممثلو المجتمعات المحلية المهمّشة' },
    seat: 'civil-society-or-international',
  },
};
