import { type Names } from './names.js';

/** The seventeen Sustainable Development Goals of the 2030 Agenda. */
export const sdgs = {
  1: { name: { en: 'No poverty', ar: 'القضاء على الفقر' } },
  2: { name: { en: 'Zero hunger', ar: 'القضاء التام على الجوع' } },
  3: { name: { en: 'Good health and well-being', ar: 'الصحة الجيدة والرفاه' } },
  4: { name: { en: 'Quality education', ar: 'التعليم الجيد' } },
  5: { name: { en: 'Gender equality', ar: 'المساواة بين الجنسين' } },
  6: { name: { en: 'Clean water and sanitation', ar: 'المياه النظيفة والنظافة الصحية' } },
  7: { name: { en: 'Affordable and clean energy', ar: 'طاقة نظيفة وبأسعار معقولة' } },
  8: { name: { en: 'Decent work and economic growth', ar: 'العمل اللائق ونمو الاقتصاد' } },
  9: { name: { en: 'Industry, innovation and infrastructure', ar: 'الصناعة والابتكار والهياكل الأساسية' } },
  10: { name: { en: 'Reduced inequalities', ar: 'الحد من أوجه عدم المساواة' } },
  11: { name: { en: 'Sustainable cities and communities', ar: 'مدن ومجتمعات محلية مستدامة' } },
  12: { name: { en: 'Responsible consumption and production', ar: 'الاستهلاك والإنتاج المسؤولان' } },
  13: { name: { en: 'Climate action', ar: 'العمل المناخي' } },
  14: { name: { en: 'Life below water', ar: 'الحياة تحت الماء' } },
  15: { name: { en: 'Life on land', ar: 'الحياة في البر' } },
  16: { name: { en: 'Peace, justice and strong institutions', ar: 'السلام والعدل والمؤسسات القوية' } },
  17: { name: { en: 'Partnerships for the goals', ar: 'عقد الشراكات لتحقيق الأهداف' } },
} as const satisfies Readonly<Record<number, { readonly name: Names }>>;
export type SdgId = keyof typeof sdgs;
