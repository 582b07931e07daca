import { Module } from '@nestjs/common';
import { ChangeReportingCycleHandler } from './reporting-cycles.commands.js';
import { ReportingCyclesController } from './reporting-cycles.controller.js';

@Module({ controllers: [ReportingCyclesController], providers: [ChangeReportingCycleHandler] })
export class ReportingCyclesModule {}
