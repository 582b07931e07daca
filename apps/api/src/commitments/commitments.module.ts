import { Module } from '@nestjs/common';
import { CommitmentId } from '@mithaq/domain';
import { reportsOf } from '../reports/reports.controller.js';
import { ChangeCommitment, ChangeCommitmentHandler } from './commitments.commands.js';
import { CommitmentsController } from './commitments.controller.js';

const CommitmentReportsController = reportsOf({
  collection: 'commitments',
  id: CommitmentId,
  noun: 'a commitment',
  suffix: '',
  // As its address was checked.
  toCommand: (id, command, context) => new ChangeCommitment(id as CommitmentId, command, context),
});

@Module({ controllers: [CommitmentsController, CommitmentReportsController], providers: [ChangeCommitmentHandler] })
export class CommitmentsModule {}
