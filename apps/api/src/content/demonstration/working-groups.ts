import { type AppointmentId, type Day, type FocusAreaId, focusAreaIds, type RegionId, type Seat } from '@mithaq/domain';
import { type Act, contentId } from '../acts.js';
import { addDays } from './arithmetic.js';
import { registrationDay } from './commitments.js';
import { bodyNamed } from './organisations.js';
import { personOf } from './persons.js';
import { both } from './texts.js';

const established = '2022-02-01' as Day;

/** A seat, and the bodies that hold it one after the other; a body of another seat of the group is never among them. */
interface Seating {
  readonly seat: Seat;
  readonly region?: RegionId;
  /** By their keys; a second one follows when the first one's term is over. */
  readonly held: readonly string[];
}

/**
 * Who leads which group. The membership seats of the four come from all six regions; the last group has nobody from civil society or the
 * international organisations: it is incomplete, and shown to be.
 */
const seatings: Readonly<Record<FocusAreaId, readonly Seating[]>> = {
  'connecting-people': [
    { seat: 'membership', held: ['savannia-ministry', 'kilimbe-ministry'] },
    { seat: 'membership', held: ['northland-ministry'] },
    { seat: 'private-sector', held: ['baobab-fibre'] },
    { seat: 'civil-society-or-international', region: 'AFR', held: ['village-voices'] },
  ],
  'empowering-communities': [
    { seat: 'membership', held: ['islaverde-ministry'] },
    { seat: 'membership', held: ['oases-ministry'] },
    { seat: 'private-sector', held: ['northlight-mobile'] },
    { seat: 'civil-society-or-international', held: ['open-lines', 'island-teachers'] },
  ],
  'building-digital-ecosystems': [
    { seat: 'membership', held: ['coralia-ministry'] },
    { seat: 'private-sector', held: ['condor-satellite'] },
    { seat: 'civil-society-or-international', held: ['bridge-bank'] },
  ],
  'incentivizing-investments': [
    { seat: 'membership', held: ['steppia-ministry'] },
    { seat: 'private-sector', held: ['caravan-telecom'] },
  ],
};

/** The four working groups and their co-chairs: ten terms or so, two of which are over and were followed by others. */
export function workingGroupActs(): Act[] {
  let number = 50; // the persons before are signatories
  return focusAreaIds.flatMap(focusArea => [
    {
      of: 'workingGroup',
      id: focusArea,
      by: 'secretariat',
      name: 'established',
      on: established,
      command: {
        type: 'EstablishWorkingGroup',
        focusArea,
        provenance: 'demonstration',
        mandate: both(['Finds pledges, and follows what becomes of them (demo).', 'يستقطب التعهدات ويتابع مصيرها (عرض توضيحي).']),
      },
    } satisfies Act,
    ...seatings[focusArea].flatMap(seating => termActs(focusArea, seating, () => number++)),
  ]);
}

function termActs(focusArea: FocusAreaId, { seat, region, held }: Seating, nextPerson: () => number): Act[] {
  const group = { of: 'workingGroup', id: focusArea } as const;
  const acts: Act[] = [];
  let free = addDays(established, 14);
  for (const [turn, key] of held.entries()) {
    const body = bodyNamed(key);
    const known = addDays(registrationDay(body), 10);
    const from = known > free ? known : free;
    const appointment: AppointmentId = contentId(`demonstration appointment ${focusArea} ${key}`);
    acts.push({
      ...group,
      by: 'secretariat',
      name: `appointed-${key}`,
      on: from,
      command: {
        type: 'AppointCoChair',
        appointment,
        person: personOf(nextPerson()),
        organisation: body.id,
        seat,
        ...(region ? { region } : {}),
        from,
      },
    });
    if (turn < held.length - 1) {
      free = addDays(from, 730);
      acts.push({
        ...group,
        by: body.id,
        name: `stood-down-${key}`,
        on: free,
        command: {
          type: 'StandDown',
          appointment,
          reason: both(['Two years are over; another body takes the seat (demo).', 'انقضت سنتان؛ وتتولى المقعد جهة أخرى (عرض توضيحي).']),
        },
      });
    }
  }
  return acts;
}
