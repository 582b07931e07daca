import { type CycleId, type Day, focusAreaIds, type FocusAreaId, type Provenance } from '@mithaq/domain';
import { type Moment } from '../engine/moment.js';
import { sql } from '../engine/sql.js';
import { cycleAsking, type CycleHead, cycleStatement, dutyStatement } from './duties.js';
import { type FigureFilter, provenanceSets } from './filter.js';
import { latestAt, type LatestCommitment, latestStatement } from './latest-commitments.js';
import {
  type Counts,
  countStatement,
  CountTally,
  disbursementStatement,
  ofProvenance,
  Tally,
  type ValueFigures,
  valueStatement,
} from './measures.js';
import { focusAreasOf } from './places.js';
import { countingRuleVersion, type Question } from './question.js';

export interface FocusAreaLine {
  readonly focusArea: FocusAreaId;
  /** Those whose primary focus area this is: the lines add up to the whole. */
  readonly primary: Counts;
  /** Those that serve it beside another that is primary: these overlap, and are in no sum. */
  readonly alsoServing: Counts;
  /** Of those whose primary focus area this is. */
  readonly value: ValueFigures;
}

export interface FocusAreaFigures {
  readonly rule: typeof countingRuleVersion;
  /** One, adding up the provenances asked for; with demonstration beside others, one each. */
  readonly tables: readonly {
    readonly provenance: readonly Provenance[];
    /** The cycle that `reporting` is of. */
    readonly cycle: CycleHead | null;
    readonly focusAreas: readonly FocusAreaLine[];
    readonly whole: { readonly primary: Counts; readonly value: ValueFigures };
  }[];
  /** The latest events: of the whole, and of what has each as its primary focus area or serves it. */
  readonly latest: {
    readonly whole: readonly LatestCommitment[];
    readonly focusAreas: readonly { readonly focusArea: FocusAreaId; readonly latest: readonly LatestCommitment[] }[];
  };
}

/**
 * By focus area: by the primary one, and apart by those also served.
 * @param day of the answer
 * @param cycle that `reporting` is of; absent: the latest
 */
export function perFocusArea(moment: Moment, day: Day, filter: FigureFilter = {}, cycle?: CycleId): Question<FocusAreaFigures> {
  const primary = { focus_area: sql`c.focus_area` };
  const served = { by: { ...primary, also: sql`c.also` } };
  return {
    statements: [
      countStatement(moment, day, filter, served),
      valueStatement(moment, filter, { by: primary }, ['']),
      latestStatement(moment, filter, served),
      disbursementStatement(moment, filter, { by: primary }),
      dutyStatement(moment, day, filter, served, cycle),
      cycleStatement(moment, day, { cycle, provenance: filter.provenance }),
    ],
    answer: ([counts = [], values = [], latest = [], paid = [], duties = [], cycles = []]) => ({
      rule: countingRuleVersion,
      tables: provenanceSets(filter.provenance).map(provenance => {
        const asking = cycleAsking(cycles, provenance, day);
        const whole = new Tally(asking);
        const lines = new Map(focusAreaIds.map(id => [id, { primary: new Tally(asking), also: new CountTally(asking) }]));
        for (const row of ofProvenance([...counts, ...duties], provenance)) {
          whole.counted.add(row);
          lines.get(row['focus_area'] as FocusAreaId)?.primary.counted.add(row);
          for (const id of focusAreasOf(row['also'] as number)) lines.get(id)?.also.add(row);
        }
        for (const row of ofProvenance([...values, ...paid], provenance)) {
          whole.valued.add(row, '');
          lines.get(row['focus_area'] as FocusAreaId)?.primary.valued.add(row, '');
        }
        return {
          provenance,
          cycle: asking ?? null,
          focusAreas: [...lines].map(([focusArea, line]) => ({
            focusArea,
            primary: line.primary.counted.counts(),
            alsoServing: line.also.counts(),
            value: line.primary.valued.value(),
          })),
          whole: { primary: whole.counted.counts(), value: whole.valued.value() },
        };
      }),
      latest: {
        whole: latestAt(latest),
        focusAreas: focusAreaIds.map(focusArea => ({
          focusArea,
          latest: latestAt(latest, row => row['focus_area'] === focusArea || focusAreasOf(row['also'] as number).includes(focusArea)),
        })),
      },
    }),
  };
}
