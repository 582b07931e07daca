import type { CountryCode, CountryGroupId, Implementation, RegionId, RegionShares } from '@mithaq/domain';
import { deal } from './arithmetic.js';
import { type Body } from './organisations.js';

/** Where a commitment is implemented, and how its texts say so: `in Kenya and Uganda`. */
export interface Place {
  readonly implementation: Implementation | undefined;
  readonly where: { readonly en: string; readonly ar: string };
}

interface PlaceRow {
  readonly regions?: readonly RegionId[];
  readonly countries?: readonly string[];
  readonly groups?: readonly string[];
  readonly shares?: RegionShares;
  readonly where: readonly [en: string, ar: string];
}

/** Implementation is in the country or region of the lead itself, or in one of these. Real countries: the views of countries and of country groups need them. */
const atHome = 'at home';

/** Half of all are at home; Africa comes first; fifty of 160 serve at least one of the least developed countries. */
const quotas: readonly (readonly [PlaceRow | typeof atHome, number])[] = [
  [atHome, 76],

  // with least developed countries
  [{ regions: ['AFR'], countries: ['UG', 'KE'], where: ['in Uganda and Kenya', 'في أوغندا وكينيا'] }, 6],
  [{ regions: ['AFR'], countries: ['SN', 'ML'], where: ['in Senegal and Mali', 'في السنغال ومالي'] }, 4],
  [{ regions: ['AFR'], countries: ['MW', 'ZM'], where: ['in Malawi and Zambia', 'في ملاوي وزامبيا'] }, 5],
  [{ regions: ['AFR'], countries: ['ET'], where: ['in Ethiopia', 'في إثيوبيا'] }, 4],
  [{ regions: ['AFR'], countries: ['MZ'], where: ['in Mozambique', 'في موزامبيق'] }, 2],
  [{ regions: ['AFR'], countries: ['RW', 'BI'], where: ['in Rwanda and Burundi', 'في رواندا وبوروندي'] }, 2],
  [{ regions: ['ASP'], countries: ['NP', 'BD'], where: ['in Nepal and Bangladesh', 'في نيبال وبنغلاديش'] }, 6],
  [{ regions: ['ASP'], countries: ['KH', 'LA'], where: ['in Cambodia and the Lao PDR', 'في كمبوديا ولاو'] }, 5],
  [{ regions: ['AMS'], countries: ['HT'], where: ['in Haiti', 'في هايتي'] }, 3],
  [{ regions: ['ARB'], countries: ['MR', 'DJ'], where: ['in Mauritania and Djibouti', 'في موريتانيا وجيبوتي'] }, 4],
  [{ groups: ['LDC'], where: ['in the least developed countries', 'في أقل البلدان نمواً'] }, 5],
  [
    {
      regions: ['AFR', 'ASP'],
      groups: ['LDC'],
      shares: { AFR: 700, ASP: 300 },
      where: ['in least developed countries of Africa and Asia', 'في أقل البلدان نمواً في إفريقيا وآسيا'],
    },
    4,
  ],

  // without
  [{ regions: ['AFR'], countries: ['GH', 'NG'], where: ['in Ghana and Nigeria', 'في غانا ونيجيريا'] }, 4],
  [{ regions: ['AFR'], countries: ['ZA', 'BW'], where: ['in South Africa and Botswana', 'في جنوب إفريقيا وبوتسوانا'] }, 2],
  [{ regions: ['AFR'], where: ['across Africa', 'في أنحاء إفريقيا'] }, 3],
  [
    {
      regions: ['AFR', 'ARB'],
      shares: { AFR: 400, ARB: 600 },
      where: ['in Arab States and Africa', 'في الدول العربية وإفريقيا'],
    },
    3,
  ],
  [{ regions: ['ARB'], countries: ['EG', 'MA'], where: ['in Egypt and Morocco', 'في مصر والمغرب'] }, 2],
  [{ regions: ['AMS'], countries: ['CO', 'PE'], where: ['in Colombia and Peru', 'في كولومبيا وبيرو'] }, 2],
  [{ regions: ['AMS'], countries: ['JM', 'BB', 'TT'], groups: ['SIDS'], where: ['on Caribbean islands', 'في جزر الكاريبي'] }, 3],
  [{ regions: ['ASP'], countries: ['FJ', 'WS', 'TO'], groups: ['SIDS'], where: ['on Pacific islands', 'في جزر المحيط الهادئ'] }, 3],
  [{ regions: ['CIS'], countries: ['KZ', 'KG', 'UZ'], groups: ['LLDC'], where: ['in Central Asia', 'في آسيا الوسطى'] }, 3],
  [{ regions: ['EUR'], countries: ['AL', 'RS'], where: ['in Albania and Serbia', 'في ألبانيا وصربيا'] }, 2],
  [
    {
      regions: ['AFR', 'AMS', 'ASP'],
      shares: { AFR: 400, AMS: 350, ASP: 250 },
      where: ['in three regions', 'في ثلاث مناطق'],
    },
    2,
  ],
  [
    {
      regions: ['AFR', 'AMS', 'ARB', 'ASP', 'CIS', 'EUR'],
      shares: { AFR: 301, AMS: 149, ARB: 150, ASP: 200, CIS: 83, EUR: 117 },
      where: ['in all regions', 'في جميع المناطق'],
    },
    2,
  ],
  [{ where: ['where the need is greatest', 'حيث تشتد الحاجة'] }, 3], // not stated
];

const dealt = deal(quotas, 29);

/** Where the commitment of this number is implemented, led by this body. */
export function placeOf(index: number, lead: Body): Place {
  const row = dealt[index];
  if (row === undefined) throw new RangeError(`There is no commitment ${index}.`);
  return row === atHome ? homeOf(lead) : placed(row);
}

const regionPlaces: Readonly<Record<RegionId, readonly [en: string, ar: string]>> = {
  AFR: ['in Africa', 'في إفريقيا'],
  AMS: ['in the Americas', 'في الأمريكتين'],
  ARB: ['in the Arab States', 'في الدول العربية'],
  ASP: ['in Asia and the Pacific', 'في آسيا والمحيط الهادئ'],
  CIS: ['in the CIS region', 'في منطقة كومنولث الدول المستقلة'],
  EUR: ['in Europe', 'في أوروبا'],
};

function homeOf({ home, region, land }: Body): Place {
  if (!home || !region) return placed({ where: ['where the need is greatest', 'حيث تشتد الحاجة'] });
  const where = land ? ([`in ${land.en}`, `في ${land.ar}`] as const) : regionPlaces[region];
  return placed({ regions: [region], countries: 'country' in home ? [home.country] : [], where });
}

function placed({ regions = [], countries = [], groups = [], shares, where: [en, ar] }: PlaceRow): Place {
  const stated = regions.length + countries.length + groups.length > 0;
  return {
    where: { en, ar },
    implementation: stated
      ? {
          regions: [...regions],
          countries: countries.map(code => code as CountryCode),
          groups: groups.map(id => id as CountryGroupId),
          ...(shares ? { shares } : {}),
        }
      : undefined,
  };
}
