import { Module } from '@nestjs/common';
import { ChangeCountryGroupHandler } from './country-groups.commands.js';
import { CountryGroupsController } from './country-groups.controller.js';

@Module({ controllers: [CountryGroupsController], providers: [ChangeCountryGroupHandler] })
export class CountryGroupsModule {}
