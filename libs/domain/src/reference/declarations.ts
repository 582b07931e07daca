import { type Names } from './names.js';

/**
 * The internationally recognised declarations that a commitment may serve. Those that the TDAG document of 13 May 2021 names are marked;
 * the list is open, so a commitment may name another by its slug.
 */
export const declarations = {
  'broadband-commission': {
    name: { en: 'Broadband Commission for Sustainable Development', ar: 'لجنة النطاق العريض' },
    namedInDocument: true,
  },
  'sg-roadmap': {
    name: {
      en: "UN Secretary-General's Roadmap for Digital Cooperation",
      ar: 'خريطة طريق التعاون الرقمي التي وضعها الأمين العام للأمم المتحدة',
    },
    namedInDocument: true,
  },
  ldc5: {
    name: {
      en: 'Fifth United Nations Conference on the Least Developed Countries (UN LDC5)',
      ar: 'مؤتمر الأمم المتحدة الخامس المعني بأقل البلدان نمواً (UN LDC5)',
    },
    namedInDocument: true,
  },
  'agenda-2030': { name: { en: '2030 Agenda / Sustainable Development Goals', ar: 'أهداف التنمية المستدامة' }, namedInDocument: true },
  'wtdc-outcomes': { name: { en: 'Outcomes of WTDC-21', ar: 'نتائج المؤتمر WTDC-21' }, namedInDocument: true },
  'wtdc-res-88': { name: { en: 'WTDC Resolution 88 (Kigali, 2022) on the Partner2Connect Digital Coalition' }, namedInDocument: false },
  'global-digital-compact': {
    name: { en: 'Global Digital Compact (annex to the Pact for the Future)', ar: 'التعاهد الرقمي العالمي' },
    namedInDocument: false,
  },
  'baku-action-plan': { name: { en: 'Baku Declaration and Baku Action Plan (WTDC-25)' }, namedInDocument: false },
} as const satisfies Readonly<Record<string, { readonly name: Names; readonly namedInDocument: boolean }>>;
export type DeclarationId = keyof typeof declarations;
