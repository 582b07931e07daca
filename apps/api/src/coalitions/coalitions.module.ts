import { Module } from '@nestjs/common';
import { ChangeCoalitionHandler, ChangeSignatureHandler } from './coalitions.commands.js';
import { CoalitionsController } from './coalitions.controller.js';

@Module({ controllers: [CoalitionsController], providers: [ChangeCoalitionHandler, ChangeSignatureHandler] })
export class CoalitionsModule {}
