import { Module } from '@nestjs/common';
import { ChangeCorrectionHandler } from './corrections.commands.js';
import { CorrectionsController } from './corrections.controller.js';

@Module({ controllers: [CorrectionsController], providers: [ChangeCorrectionHandler] })
export class CorrectionsModule {}
