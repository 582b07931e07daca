import { Controller, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CommitmentId, smartCheck, smartRuleVersion } from '@mithaq/domain';
import {
  commitmentOrder,
  type CommitmentPage,
  defaultCommitmentSort,
  lateOthersOfCommitment,
  listCommitments,
  oneCommitment,
  shaped,
  shownCommitment,
} from '@mithaq/projections';
import { Id } from '../http/id.js';
import { MomentParameters } from '../reading/as-of.js';
import { eventsHeld, page, record } from '../reading/ask.js';
import { type Asked, ReadParameters } from '../reading/asked.js';
import { toSorts } from '../reading/parameters.js';
import { Read, ReadEvents } from '../reading/read.js';
import { commitmentFilter, CommitmentsParameters } from './commitment-filter.js';
import './commitments.answers.js';

@ApiTags('commitments')
@Controller('commitments')
export class CommitmentReads {
  constructor(private readonly queries: QueryBus) {}

  @Read({ operationId: 'listCommitments', summary: 'The commitments', parameters: CommitmentsParameters, answer: 'Commitments' })
  commitments(@ReadParameters(CommitmentsParameters) asked: Asked<CommitmentsParameters>) {
    const { sort, ...chosen } = asked.parameters;
    const [filter, sorts] = [commitmentFilter(chosen), toSorts(sort) ?? defaultCommitmentSort];
    return this.queries.execute(
      page(asked, commitmentOrder(filter, sorts), (at, page, day) =>
        shaped(listCommitments(at, day, filter, page, sorts), listed => ({ ...listed, items: listed.items.map(shownCommitment) })),
      ),
    );
  }

  @Read({
    path: ':id',
    operationId: 'getCommitment',
    summary: 'One commitment',
    parameters: MomentParameters,
    answer: 'Commitment',
    of: { id: CommitmentId },
  })
  commitment(@Param('id', Id(CommitmentId)) id: CommitmentId, @ReadParameters(MomentParameters) asked: Asked<object>) {
    return this.queries.execute(
      record(
        asked,
        `commitment-${id}`,
        (at, day) => shaped(oneCommitment(at, day, id), commitment => commitment && shown(commitment)),
        lateOthersOfCommitment,
      ),
    );
  }

  @ReadEvents({ suffix: 'Commitment', noun: 'commitment', of: { id: CommitmentId } })
  events(@Param('id', Id(CommitmentId)) id: CommitmentId, @ReadParameters(MomentParameters) asked: Asked<object>) {
    return this.queries.execute(eventsHeld(asked, `commitment-${id}`));
  }
}

function shown(commitment: CommitmentPage) {
  const smart = { rule: smartRuleVersion, ...smartCheck(commitment) };
  return { body: { ...shownCommitment(commitment), smart }, provenance: [commitment.provenance] };
}
