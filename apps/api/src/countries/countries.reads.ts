import { Controller, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CountryCode, CountryDetails, CountryGroupId, type Day, RegionId } from '@mithaq/domain';
import {
  type CountryFigures,
  type CountryItem,
  listCountries,
  type Moment,
  oneCountry,
  perCountry,
  shaped,
  together,
} from '@mithaq/projections';
import { type Static } from 'typebox';
import { Id } from '../http/id.js';
import { momentParameters } from '../reading/as-of.js';
import { found, onePage, type Shown, whole } from '../reading/ask.js';
import { type Asked, type Chosen, ReadParameters } from '../reading/asked.js';
import { figureFilter, FigureParameters, ofCycleIn } from '../reading/figure-filter.js';
import { countedIn } from '../reading/notices.js';
import { anyOf, parameters } from '../reading/parameters.js';
import { Read } from '../reading/read.js';
import './countries.answers.js';

const CountriesParameters = parameters({
  iso2: anyOf(CountryCode, 'These countries (ISO 3166-1 alpha-2).'),
  region: anyOf(RegionId, 'Of the region.'),
  group: anyOf(CountryGroupId, 'Members of the country group on the day.'),
  standing: anyOf(CountryDetails.properties.standing, 'What it is to ITU.'),
  ...momentParameters,
});
type CountriesParameters = Static<typeof CountriesParameters>;

const { country: _country, originCountry: _originCountry, ...ofOneCountry } = FigureParameters.properties;
export const OneCountryParameters = parameters(ofOneCountry);
export type OneCountryParameters = Static<typeof OneCountryParameters>;

@ApiTags('countries')
@Controller('countries')
export class CountryReads {
  constructor(private readonly queries: QueryBus) {}

  @Read({
    operationId: 'listCountries',
    summary: 'The countries, each with its groups on the day',
    parameters: CountriesParameters,
    answer: 'Countries',
  })
  countries(@ReadParameters(CountriesParameters) asked: Asked<CountriesParameters>) {
    return this.queries.execute(
      whole(asked, at =>
        shaped(listCountries(at, asked.parameters), countries => ({ body: { data: countries, page: onePage(countries) }, provenance: [] })),
      ),
    );
  }

  @Read({
    path: ':iso2',
    operationId: 'getCountry',
    summary: 'One country: its groups on the day, what is carried out there and what is led from there',
    parameters: OneCountryParameters,
    answer: 'Country',
    of: { iso2: CountryCode },
  })
  country(@Param('iso2', Id(CountryCode)) iso2: CountryCode, @ReadParameters(OneCountryParameters) asked: Asked<OneCountryParameters>) {
    return this.queries.execute(found(asked, `country-${iso2}`, countryShown(asked.parameters, iso2)));
  }
}

export function countryShown(asked: Chosen<OneCountryParameters>, iso2: CountryCode) {
  const { cycle } = asked;
  const filter = figureFilter(asked);
  return (at: Moment, day: Day) =>
    shaped(
      together(
        oneCountry(at, iso2),
        ofCycleIn(cycle, perCountry(at, day, iso2, filter, cycle), ({ implementedHere }) => implementedHere),
      ),
      ([country, figures]) => country && ofCountry(country, figures),
    );
}

function ofCountry(country: CountryItem, figures: CountryFigures): Shown {
  const { implementedHere, ledFromHere } = figures;
  return {
    body: { ...country, ...figures },
    provenance: countedIn([...implementedHere, ...ledFromHere], line => line.touching),
  };
}
