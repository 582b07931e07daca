import { type RegionId } from '../kernel/places.js';
import { type Names } from './names.js';

/** The six ITU development regions by name: the Arabic ones as the ITU-D delegate guide to WTDC lists them. */
export const regions: Readonly<Record<RegionId, { readonly name: Names }>> = {
  AFR: { name: { en: 'Africa', ar: 'إفريقيا' } },
  AMS: { name: { en: 'Americas', ar: 'الأمريكتان' } },
  ARB: { name: { en: 'Arab States', ar: 'الدول العربية' } },
  ASP: { name: { en: 'Asia and the Pacific', ar: 'آسيا والمحيط الهادئ' } },
  CIS: { name: { en: 'Commonwealth of Independent States (CIS)', ar: 'كومنولث الدول المستقلة' } },
  EUR: { name: { en: 'Europe', ar: 'أوروبا' } },
};
