import type { Category, CountryCode, Day, Home, Membership, OrganisationId, RegionId } from '@mithaq/domain';
import { type Act, contentId } from '../acts.js';
import { addDays } from './arithmetic.js';

/** A body that does not exist, and how many commitments it leads. Every name says that it is a demonstration, in both languages. */
export interface Body {
  readonly id: OrganisationId;
  readonly key: string;
  readonly name: { readonly en: string; readonly ar: string };
  readonly category: Category;
  /** The region of origin that its commitments count by; undefined where it states none. */
  readonly region: RegionId | undefined;
  readonly home: Home | undefined;
  /** Where it is at work when it works at home: its invented country, or its real one. */
  readonly land: { readonly en: string; readonly ar: string } | undefined;
  readonly membership: Membership | undefined;
  readonly leads: number;
  /** Whether the secretariat has verified it: what it pledges is accepted only then. */
  readonly standing: 'verified' | 'registered';
}

/** Invented countries, some to a region. */
const lands = {
  northland: ['Northland', 'نورثلاند'],
  fjordmark: ['Fjordmark', 'فيوردمارك'],
  alderia: ['Alderia', 'ألديريا'],
  westmoor: ['Westmoor', 'وستمور'],
  savannia: ['Savannia', 'سافانيا'],
  kilimbe: ['Kilimbe', 'كيليمبي'],
  baobabia: ['Baobabia', 'باوبابيا'],
  nyassera: ['Nyassera', 'نياسيرا'],
  okavia: ['Okavia', 'أوكافيا'],
  islaverde: ['Islaverde', 'إيسلافيردي'],
  pampasia: ['Pampasia', 'بامباسيا'],
  maplemark: ['Maplemark', 'مابلمارك'],
  coralia: ['Coralia', 'كوراليا'],
  monsunia: ['Monsunia', 'مونسونيا'],
  lotusia: ['Lotusia', 'لوتسيا'],
  oases: ['the Oases Republic', 'جمهورية الواحات'],
  palms: ['the Kingdom of Palms', 'مملكة النخيل'],
  steppia: ['Steppia', 'ستيبيا'],
} as const;

/** Real countries, for a few bodies that are no government: so that the view of countries shows where commitments come from. */
const homes = {
  PT: ['Portugal', 'البرتغال'],
  GH: ['Ghana', 'غانا'],
  KE: ['Kenya', 'كينيا'],
  CL: ['Chile', 'شيلي'],
  CO: ['Colombia', 'كولومبيا'],
  TH: ['Thailand', 'تايلند'],
  JO: ['Jordan', 'الأردن'],
  KZ: ['Kazakhstan', 'كازاخستان'],
} as const;

interface Row {
  readonly key: string;
  readonly name: readonly [en: string, ar: string];
  readonly category: Category;
  readonly leads: number;
  readonly land?: keyof typeof lands;
  readonly country?: keyof typeof homes;
  readonly membership?: Membership;
  readonly standing?: Body['standing'];
}

/** A government's body: a Member State's, at home in its own country. */
function government(key: string, land: keyof typeof lands, office: readonly [en: string, ar: string], leads: number): Row {
  const [en, ar] = lands[land];
  return {
    key: `${land}-${key}`,
    name: [`${office[0]} of ${en}`, `${office[1]}${key === 'government' ? ' ' : ' في '}${ar}`],
    category: 'government',
    leads,
    land,
    membership: 'member-state',
  };
}

/** Who leads how many: of 160 commitments Europe has 46, Africa 34, the Americas 32, as among the pledges of Partner2Connect in 2023. */
const rows: readonly (readonly [RegionId | undefined, readonly Row[]])[] = [
  [
    'EUR',
    [
      government('ministry', 'northland', ['Ministry of Connectivity', 'وزارة التوصيلية'], 6),
      government('fund', 'northland', ['Universal Service Fund', 'صندوق الخدمة الشاملة'], 3),
      government('agency', 'fjordmark', ['Digital Agency', 'الوكالة الرقمية'], 5),
      government('cooperation', 'fjordmark', ['Development Cooperation Office', 'مكتب التعاون الإنمائي'], 5),
      government('regulator', 'alderia', ['Communications Regulator', 'هيئة تنظيم الاتصالات'], 4),
      government('economy', 'alderia', ['Ministry of Economy', 'وزارة الاقتصاد'], 4),
      government('government', 'westmoor', ['Government', 'حكومة'], 4),
      {
        key: 'northlight-mobile',
        name: ['Northlight Mobile', 'شركة نورثلايت للاتصالات المتنقلة'],
        category: 'private-sector',
        leads: 3,
        membership: 'sector-member',
      },
      {
        key: 'seven-seas-cable',
        name: ['Seven Seas Cable', 'شركة البحار السبعة للكابلات'],
        category: 'private-sector',
        leads: 3,
        country: 'PT',
        membership: 'sector-member',
      },
      {
        key: 'quietwave-equipment',
        name: ['Quietwave Equipment', 'شركة كوايت ويف للمعدات'],
        category: 'private-sector',
        leads: 2,
        membership: 'none',
      },
      {
        key: 'open-lines',
        name: ['Open Lines Foundation', 'مؤسسة الخطوط المفتوحة'],
        category: 'civil-society',
        leads: 2,
        membership: 'none',
      },
      {
        key: 'north-coast-university',
        name: ['University of the North Coast', 'جامعة الساحل الشمالي'],
        category: 'academia',
        leads: 2,
        membership: 'sector-member',
      },
      { key: 'bridge-bank', name: ['Bridge Development Bank', 'مصرف الجسر للتنمية'], category: 'financial-institution', leads: 1 },
      { key: 'young-signal', name: ['Young Signal Network', 'شبكة الإشارة الشبابية'], category: 'youth', leads: 1, standing: 'registered' },
      {
        key: 'upland-regulators',
        name: ['Union of Upland Regulators', 'اتحاد هيئات تنظيم المرتفعات'],
        category: 'international-organisation',
        leads: 1,
      },
    ],
  ],
  [
    'AFR',
    [
      government('ministry', 'savannia', ['Ministry of Digital Economy', 'وزارة الاقتصاد الرقمي'], 5),
      government('fund', 'savannia', ['Universal Access Fund', 'صندوق النفاذ الشامل'], 3),
      government('ministry', 'kilimbe', ['Ministry of Communications', 'وزارة الاتصالات'], 4),
      government('regulator', 'kilimbe', ['Communications Authority', 'هيئة الاتصالات'], 2),
      government('government', 'baobabia', ['Government', 'حكومة'], 4),
      government('education', 'nyassera', ['Ministry of Education', 'وزارة التعليم'], 3),
      { ...government('agency', 'okavia', ['National Digital Agency', 'الوكالة الوطنية الرقمية'], 2), standing: 'registered' },
      {
        key: 'baobab-fibre',
        name: ['Baobab Fibre', 'شركة باوباب للألياف البصرية'],
        category: 'private-sector',
        leads: 3,
        membership: 'sector-member',
      },
      {
        key: 'great-lake-mobile',
        name: ['Great Lake Mobile', 'شركة البحيرة الكبرى للاتصالات المتنقلة'],
        category: 'private-sector',
        leads: 2,
        country: 'KE',
        membership: 'sector-member',
      },
      { key: 'sunrise-towers', name: ['Sunrise Towers', 'شركة الشروق للأبراج'], category: 'private-sector', leads: 1 },
      {
        key: 'village-voices',
        name: ['Village Voices', 'جمعية أصوات القرى'],
        category: 'civil-society',
        leads: 2,
        country: 'GH',
        membership: 'none',
      },
      {
        key: 'savannia-institute',
        name: ['Savannia Institute of Telecommunications', 'معهد سافانيا للاتصالات'],
        category: 'academia',
        leads: 1,
        land: 'savannia',
        membership: 'sector-member',
      },
      { key: 'herding-communities', name: ['Union of Herding Communities', 'اتحاد مجتمعات الرعاة'], category: 'community', leads: 1 },
      { key: 'kilimbe-coders', name: ['Young Coders of Kilimbe', 'مبرمجو كيليمبي الشباب'], category: 'youth', leads: 1, land: 'kilimbe' },
    ],
  ],
  [
    'AMS',
    [
      government('ministry', 'islaverde', ['Ministry of Telecommunications', 'وزارة الاتصالات'], 5),
      government('schools', 'islaverde', ['National School Network', 'الشبكة المدرسية الوطنية'], 3),
      government('government', 'pampasia', ['Government', 'حكومة'], 5),
      government('regulator', 'pampasia', ['Communications Commission', 'لجنة الاتصالات'], 3),
      government('cooperation', 'maplemark', ['International Cooperation Office', 'مكتب التعاون الدولي'], 3),
      {
        key: 'condor-satellite',
        name: ['Condor Satellite', 'شركة كوندور للسواتل'],
        category: 'private-sector',
        leads: 4,
        country: 'CL',
        membership: 'sector-member',
      },
      {
        key: 'cordial-cloud',
        name: ['Cordial Cloud', 'شركة كورديال للحوسبة السحابية'],
        category: 'private-sector',
        leads: 3,
        membership: 'none',
      },
      {
        key: 'three-rivers',
        name: ['Foundation of the Three Rivers', 'مؤسسة الأنهار الثلاثة'],
        category: 'civil-society',
        leads: 2,
        country: 'CO',
      },
      {
        key: 'islaverde-university',
        name: ['University of Islaverde', 'جامعة إيسلافيردي'],
        category: 'academia',
        leads: 1,
        land: 'islaverde',
        membership: 'none',
      },
      {
        key: 'highland-peoples',
        name: ['Council of Highland Peoples', 'مجلس شعوب المرتفعات'],
        category: 'community',
        leads: 1,
        standing: 'registered',
      },
      {
        key: 'continental-fund',
        name: ['Continental Infrastructure Fund', 'الصندوق القاري للبنية التحتية'],
        category: 'financial-institution',
        leads: 2,
      },
    ],
  ],
  [
    'ASP',
    [
      government('ministry', 'coralia', ['Ministry of Communications', 'وزارة الاتصالات'], 4),
      government('ministry', 'monsunia', ['Ministry of Information', 'وزارة المعلومات'], 3),
      government('authority', 'lotusia', ['Communications Authority', 'هيئة الاتصالات'], 3),
      { key: 'reef-data', name: ['Reef Data', 'شركة ريف للبيانات'], category: 'private-sector', leads: 2, membership: 'none' },
      {
        key: 'bamboo-telecom',
        name: ['Bamboo Telecom', 'شركة بامبو للاتصالات'],
        category: 'private-sector',
        leads: 2,
        country: 'TH',
        membership: 'sector-member',
      },
      { key: 'island-teachers', name: ['Island Teachers Online', 'جمعية معلمي الجزر على الإنترنت'], category: 'civil-society', leads: 2 },
      {
        key: 'monsunia-institute',
        name: ['Monsunia Institute of Technology', 'معهد مونسونيا للتكنولوجيا'],
        category: 'academia',
        leads: 1,
        land: 'monsunia',
      },
      {
        key: 'ocean-states',
        name: ['Ocean States Union', 'اتحاد دول المحيط'],
        category: 'international-organisation',
        leads: 2,
        membership: 'sector-member',
      },
      { key: 'young-islanders', name: ['Young Islanders Online', 'شباب الجزر على الإنترنت'], category: 'youth', leads: 1 },
    ],
  ],
  [
    'ARB',
    [
      government('ministry', 'oases', ['Ministry of Communications', 'وزارة الاتصالات'], 4),
      government('authority', 'palms', ['Digital Authority', 'الهيئة الرقمية'], 4),
      {
        key: 'caravan-telecom',
        name: ['Caravan Telecom', 'شركة القافلة للاتصالات'],
        category: 'private-sector',
        leads: 3,
        membership: 'sector-member',
      },
      { key: 'dunes-data', name: ['Dunes Data Centres', 'شركة الكثبان لمراكز البيانات'], category: 'private-sector', leads: 2 },
      {
        key: 'lighthouse-society',
        name: ['Lighthouse Society', 'جمعية المنارة'],
        category: 'civil-society',
        leads: 2,
        country: 'JO',
        membership: 'none',
      },
      {
        key: 'oases-bank',
        name: ['Oases Development Bank', 'مصرف الواحات للتنمية'],
        category: 'financial-institution',
        leads: 1,
        land: 'oases',
      },
    ],
  ],
  [
    'CIS',
    [
      government('ministry', 'steppia', ['Ministry of Digital Development', 'وزارة التنمية الرقمية'], 4),
      {
        key: 'altanova-telecom',
        name: ['Altanova Telecom', 'شركة ألتانوفا للاتصالات'],
        category: 'private-sector',
        leads: 2,
        country: 'KZ',
        membership: 'sector-member',
      },
      {
        key: 'great-steppe-university',
        name: ['Great Steppe University', 'جامعة السهوب الكبرى'],
        category: 'academia',
        leads: 2,
        land: 'steppia',
      },
    ],
  ],
  [
    undefined,
    [
      {
        key: 'fair-connectivity',
        name: ['Inter-Agency Programme for Fair Connectivity', 'البرنامج المشترك بين الوكالات للتوصيلية المنصفة'],
        category: 'un-system',
        leads: 3,
        membership: 'none',
      },
      {
        key: 'small-operators',
        name: ['World Association of Small Operators', 'الرابطة العالمية لصغار المشغلين'],
        category: 'international-organisation',
        leads: 1,
      },
    ],
  ],
];

export const bodies: readonly Body[] = rows.flatMap(([region, inRegion]) => inRegion.map(row => bodyOf(region, row)));

/** The body of a key. */
export function bodyNamed(key: string): Body {
  const body = bodies.find(body => body.key === key);
  if (!body) throw new Error(`No body of the demonstration is called ${key}.`);
  return body;
}

function bodyOf(region: RegionId | undefined, { key, name, category, leads, land, country, membership, standing = 'verified' }: Row): Body {
  const place = land ? lands[land] : country ? homes[country] : undefined;
  return {
    id: contentId(`demonstration organisation ${key}`),
    key,
    name: { en: `${name[0]} (demo)`, ar: `${name[1]} (عرض توضيحي)` },
    category,
    region,
    home: country ? { country: country as CountryCode } : region && { region },
    land: place && { en: place[0], ar: place[1] },
    membership,
    leads,
    standing,
  };
}

/** A body's own life: registered, verified some days later, and for some of them a website told later. */
export function bodyActs(body: Body, registered: Day): Act[] {
  const { id, name, category, home, membership, standing, key } = body;
  const acts: Act[] = [
    {
      of: 'organisation',
      id,
      name: 'registered',
      on: registered,
      by: id,
      command: {
        type: 'RegisterOrganisation',
        provenance: 'demonstration',
        name,
        category,
        ...(home ? { home } : {}),
        ...(membership ? { membership } : {}),
      },
    },
  ];
  if (standing === 'verified') {
    acts.push({
      of: 'organisation',
      id,
      name: 'verified',
      on: addDays(registered, 8),
      by: 'secretariat',
      command: { type: 'VerifyOrganisation' },
    });
  }
  if (bodies.indexOf(body) % 6 === 0) {
    acts.push({
      of: 'organisation',
      id,
      name: 'website-told',
      on: addDays(registered, 150),
      by: id,
      command: {
        type: 'AmendOrganisation',
        reason: { en: 'The website is added.', ar: 'أُضيف الموقع الإلكتروني.' },
        changes: { website: `https://${key}.example/` },
      },
    });
  }
  return acts;
}
