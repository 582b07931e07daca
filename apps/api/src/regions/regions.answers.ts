import { FocusAreaId, Provenance, RegionId } from '@mithaq/domain';
import Type from 'typebox';
import { answerSchema } from '../http/documentation.js';
import { Asking, closed, Counts, LatestCommitments, ofMoment, Provenances, Rule, ValueFigures } from '../reading/answers.js';

const Question = Type.Enum(['implementation', 'origin'], {
  description: 'implementation: where it is carried out. origin: where its lead is at home.',
});

const Part = Type.Object(
  { exclusive: Counts, value: ValueFigures },
  { ...closed, description: 'The regions, several and notStated add up to whole.' },
);
const touching = { description: 'All that touch the region: these overlap, and do not add up.' };
const RegionLine = Type.Object(
  { region: RegionId, touching: Type.Object(Counts.properties, { ...closed, ...touching }), exclusive: Counts, value: ValueFigures },
  closed,
);
const table = { cycle: Asking, regions: Type.Array(RegionLine), several: Part, notStated: Part, whole: Part };

export const RegionsAnswer = answerSchema(
  'Regions',
  ofMoment({
    rule: Rule,
    question: Question,
    tables: Type.Array(Type.Object({ provenance: Provenances, ...table }, closed), {
      description: 'One, adding up the provenances asked for; with demonstration beside others, one each.',
    }),
    latest: Type.Object(
      {
        whole: LatestCommitments,
        regions: Type.Array(Type.Object({ region: RegionId, latest: LatestCommitments }, closed)),
      },
      closed,
    ),
  }),
);

export const RegionAnswer = answerSchema(
  'Region',
  ofMoment({
    rule: Rule,
    question: Question,
    region: RegionId,
    name: Type.Object({ en: Type.String(), ar: Type.Optional(Type.String()) }, closed),
    tables: Type.Array(
      Type.Object({ provenance: Provenances, cycle: Asking, touching: Counts, exclusive: Counts, value: ValueFigures }, closed),
    ),
    latest: LatestCommitments,
  }),
);

export const RegionsByFocusAreaAnswer = answerSchema(
  'RegionsByFocusArea',
  ofMoment({
    rule: Rule,
    tables: Type.Array(
      Type.Object(
        {
          provenance: Type.Array(Provenance),
          focusAreas: Type.Array(Type.Object({ focusArea: FocusAreaId, ...table }, closed)),
          whole: Type.Object(table, closed),
        },
        closed,
      ),
      { description: 'A table of regions of implementation for each focus area, by the primary one; they add up to the whole.' },
    ),
  }),
);
