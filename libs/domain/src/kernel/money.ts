import Type, { type Static } from 'typebox';
import { Refusal } from './refusal.js';

/**
 * ISO 4217, the currencies in use, by the number of their decimals (list one, amendment 177 and before; funds and metals left out).
 * A currency that is not here is refused, so that no amount is ever read with the wrong number of decimals.
 */
const currenciesByDecimals = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD ' +
    'EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL ' +
    'MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR ' +
    'SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
} as const;

/** How many decimals each currency has. */
export const decimalsOf: ReadonlyMap<string, number> = new Map(
  Object.entries(currenciesByDecimals).flatMap(([decimals, codes]) => codes.split(' ').map(code => [code, Number(decimals)] as const)),
);

/** The greatest amount that the ledger takes, in minor units. Sums of many such amounts are taken nine digits at a time. */
export const maxMinorUnits = 10n ** 17n;

/** An amount in minor units of its currency (cents of a euro, whole yen), as decimal digits: it can be greater than a JSON number is exact for. */
export const MinorUnits = Type.String({ pattern: '^(0|[1-9][0-9]{0,17})$' });

export const Currency = Type.String({ pattern: '^[A-Z]{3}$' });

/**
 * What kind of sum it is. Only `own` money is added up; `mobilised` is to be raised from others, `in-kind` is not money, and `yearly` is a
 * sum a year whose total is not stated.
 */
export const Nature = Type.Enum(['own', 'mobilised', 'in-kind', 'yearly']);
export type Nature = Static<typeof Nature>;

export const Qualifier = Type.Enum(['more-than', 'approximately', 'aims-to-mobilise']);
export type Qualifier = Static<typeof Qualifier>;

/**
 * Reads an amount as people write it, `155000000.00`, in minor units of its currency.
 *
 * @param amount decimal digits, with a point and decimals or without
 * @param pointer where the amount stands in the command, for the refusal
 * @throws Refusal `currency-unknown`, `amount-precision` (more decimals than the currency has), `amount-out-of-bounds` (over 10¹⁷ minor units)
 */
export function toMinorUnits(amount: string, currency: string, pointer: string): string {
  const decimals = decimalsOf.get(currency);
  if (decimals === undefined) {
    throw new Refusal('currency-unknown', `${currency} is not a currency in use by ISO 4217.`, {
      pointer: pointer.replace(/[^/]*$/, 'currency'),
    });
  }
  const match = /^(\d{1,30})(?:\.(\d{1,30}))?$/.exec(amount);
  if (!match)
    throw new Refusal('amount-precision', `The amount ${amount} is not written in decimal digits, like 155000000.00.`, { pointer });
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > decimals) {
    throw new Refusal('amount-precision', `${currency} has ${decimals} decimals; the amount ${amount} has more.`, { pointer });
  }
  const minor = BigInt(match[1]! + fraction.padEnd(decimals, '0'));
  if (minor > maxMinorUnits) {
    throw new Refusal(
      'amount-out-of-bounds',
      `The amount ${amount} ${currency} is over the bound of ${toDecimal(maxMinorUnits, currency)}.`,
      { pointer },
    );
  }
  return minor.toString();
}

/** Writes minor units as people read them: `15500000000` euro cents are `155000000.00`. */
export function toDecimal(minor: bigint | string, currency: string): string {
  const decimals = decimalsOf.get(currency) ?? 0;
  const negative = BigInt(minor) < 0n;
  const digits = (negative ? -BigInt(minor) : BigInt(minor)).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return `${negative ? '-' : ''}${whole}${decimals > 0 ? `.${digits.slice(-decimals)}` : ''}`;
}
