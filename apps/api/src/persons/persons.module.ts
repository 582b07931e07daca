import { Module } from '@nestjs/common';
import { ErasePersonHandler } from './persons.commands.js';
import { PersonsController } from './persons.controller.js';

@Module({ controllers: [PersonsController], providers: [ErasePersonHandler] })
export class PersonsModule {}
