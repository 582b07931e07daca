import { Module } from '@nestjs/common';
import { ChangeOrganisationHandler } from './organisations.commands.js';
import { OrganisationsController } from './organisations.controller.js';

@Module({ controllers: [OrganisationsController], providers: [ChangeOrganisationHandler] })
export class OrganisationsModule {}
