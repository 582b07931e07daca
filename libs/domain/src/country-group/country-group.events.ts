import { event, type EventOf } from '../kernel/event.js';
import { CountryCode } from '../kernel/ids.js';
import { LocalizedName } from '../kernel/text.js';
import { authority } from '../country/country.events.js';

export const CountryGroupListed = event('CountryGroupListed', { name: LocalizedName, ...authority });
export const CountryJoinedGroup = event('CountryJoinedGroup', { country: CountryCode, ...authority });
/** A graduation: from this day on, the country is no member. */
export const CountryLeftGroup = event('CountryLeftGroup', { country: CountryCode, ...authority });

export const countryGroupEvents = { CountryGroupListed, CountryJoinedGroup, CountryLeftGroup };
export type CountryGroupEvent = EventOf<(typeof countryGroupEvents)[keyof typeof countryGroupEvents]>;
