import { Module } from '@nestjs/common';
import { ChangeCommitmentHandler } from './commitments.commands.js';
import { CommitmentsController } from './commitments.controller.js';

@Module({ controllers: [CommitmentsController], providers: [ChangeCommitmentHandler] })
export class CommitmentsModule {}
