import { type FocusAreaId } from '../kernel/places.js';
import { type Names } from './names.js';

/** The four focus areas, named as in the TDAG document of 13 May 2021, section 4; `later` is the one word that Partner2Connect took for each. */
export const focusAreas: Readonly<Record<FocusAreaId, { readonly name: Names; readonly description: Names; readonly later: string }>> = {
  'connecting-people': {
    name: { en: 'Connecting people everywhere', ar: 'توصيل الناس في كل مكان' },
    description: { en: 'Reliable and resilient connectivity for all.', ar: 'توفير توصيلية موثوقة وقادرة على الصمود للجميع' },
    later: 'Access',
  },
  'empowering-communities': {
    name: { en: 'Empowering communities', ar: 'تمكين المجتمعات المحلية' },
    description: {
      en: 'All people can reach the digital services that matter and have the skills and resources to fulfil their potential.',
      ar: 'ضمان نفاذ جميع الأشخاص إلى الخدمات الرقمية المهمة وتمتعهم بالمهارات والموارد اللازمة لتحقيق أقصى إمكاناتهم',
    },
    later: 'Adoption',
  },
  'building-digital-ecosystems': {
    name: { en: 'Building digital ecosystems', ar: 'بناء النظم الإيكولوجية الرقمية' },
    description: {
      en: 'Leadership, innovation capacity, entrepreneurship and the policy and regulatory frameworks for digital transformation.',
      ar: 'ضمان توفر القيادات الحافزة للابتكار والقدرة على الابتكار وريادة الأعمال والأُطر السياساتية/والتنظيمية اللازمة لتحويل النظم الإيكولوجية رقمياً',
    },
    later: 'Value creation',
  },
  'incentivizing-investments': {
    name: { en: 'Incentivizing investments', ar: 'حفز الاستثمار' },
    description: {
      en: 'Investment models and financing instruments that bring in new investment, from traditional and non-traditional sources alike.',
      ar: 'استحداث نماذج استثمارية وأدوات تمويل تحفّز على نشوء مصادر جديدة للاستثمار من مصادره التقليدية وغير التقليدية على السواء',
    },
    later: 'Accelerate investment',
  },
};
