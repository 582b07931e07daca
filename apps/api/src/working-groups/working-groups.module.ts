import { Module } from '@nestjs/common';
import { ChangeWorkingGroupHandler } from './working-groups.commands.js';
import { WorkingGroupsController } from './working-groups.controller.js';

@Module({ controllers: [WorkingGroupsController], providers: [ChangeWorkingGroupHandler] })
export class WorkingGroupsModule {}
