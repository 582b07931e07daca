import { type DynamicModule, Global, Module, type Provider, type Type as Class } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore, KeyStore } from '@mithaq/event-store';
import { Replays, Views } from '@mithaq/projections';
import { AccessGuard } from './access/access.guard.js';
import { Tokens } from './access/tokens.js';
import { CoalitionsModule } from './coalitions/coalitions.module.js';
import { CommitmentsModule } from './commitments/commitments.module.js';
import { Config } from './config.js';
import { CorrectionsModule } from './corrections/corrections.module.js';
import { CountryGroupsModule } from './country-groups/country-groups.module.js';
import { BodyPipe } from './http/fields.js';
import { ProblemFilter } from './http/problem.filter.js';
import { QueryGuard } from './http/query.guard.js';
import { Routes } from './http/routes.js';
import { Shutdown } from './http/shutdown.js';
import { Clock } from './ledger/clock.js';
import { Ledger } from './ledger/ledger.js';
import { Reactor } from './ledger/reactor.js';
import { HealthController } from './operations/health.controller.js';
import { Metrics } from './operations/metrics.js';
import { PagesController } from './operations/pages.controller.js';
import { OrganisationsModule } from './organisations/organisations.module.js';
import { Persons } from './persons/persons.js';
import { PersonsModule } from './persons/persons.module.js';
import { Cursors } from './reading/cursor.js';
import { ReadsModule } from './reading/reads.module.js';
import { RebuildController } from './rebuild/rebuild.controller.js';
import { RegionalPrioritiesModule } from './regional-priorities/regional-priorities.module.js';
import { ReportingCyclesModule } from './reporting-cycles/reporting-cycles.module.js';
import { WorkingGroupsModule } from './working-groups/working-groups.module.js';

/** What is there before the application: opened, read and drawn at the start. */
export interface Parts {
  readonly config: Config;
  readonly clock: Clock;
  readonly store: EventStore;
  readonly keys: KeyStore;
  readonly views: Views;
  readonly replays: Replays;
  readonly tokens: Tokens;
  readonly metrics: Metrics;
  readonly shutdown: Shutdown;
  readonly routes: Routes;
  readonly cursors: Cursors;
  /** Applies approved corrections. */
  readonly corrections: Reactor;
}

/** What every capability shares. */
@Global()
@Module({})
class PlatformModule {
  static of(parts: Parts): DynamicModule {
    const provided: Provider[] = [
      { provide: Config, useValue: parts.config },
      { provide: Clock, useValue: parts.clock },
      { provide: EventStore, useValue: parts.store },
      { provide: KeyStore, useValue: parts.keys },
      { provide: Views, useValue: parts.views },
      { provide: Replays, useValue: parts.replays },
      { provide: Tokens, useValue: parts.tokens },
      { provide: Metrics, useValue: parts.metrics },
      { provide: Shutdown, useValue: parts.shutdown },
      { provide: Routes, useValue: parts.routes },
      { provide: Cursors, useValue: parts.cursors },
      { provide: Reactor, useValue: parts.corrections },
      Ledger,
      Persons,
    ];
    return {
      module: PlatformModule,
      imports: [CqrsModule.forRoot()],
      controllers: [HealthController, PagesController, RebuildController],
      providers: [
        ...provided,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: QueryGuard },
        { provide: APP_PIPE, useClass: BodyPipe },
      ],
      exports: [...provided.map(provider => ('provide' in provider ? provider.provide : provider)), CqrsModule],
    };
  }
}

@Module({})
export class AppModule {
  static of(parts: Parts, capabilities: readonly Class[]): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.of(parts),
        OrganisationsModule,
        CommitmentsModule,
        CoalitionsModule,
        RegionalPrioritiesModule,
        CountryGroupsModule,
        PersonsModule,
        CorrectionsModule,
        WorkingGroupsModule,
        ReportingCyclesModule,
        ReadsModule,
        ...capabilities,
      ],
    };
  }
}
