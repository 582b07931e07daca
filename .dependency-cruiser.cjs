/** The import arrows of the house; each rule says who may know whom. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    {
      name: 'domain-imports-only-typebox',
      comment: 'The domain is a sentence: no framework, no I/O.',
      severity: 'error',
      from: { path: '^libs/domain/src', pathNot: '(\\.spec\\.ts$|/testing/)' },
      to: { pathNot: '^(libs/domain/src|node_modules/typebox)' },
    },
    {
      name: 'event-store-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^libs/event-store/src' },
      to: { path: '^(libs/(?!event-store)|apps|test)' },
    },
    {
      name: 'projections-know-the-port-and-the-domain',
      comment: 'Of the domain: its events, reference data, upcasters and kernel, through its index; never the service.',
      severity: 'error',
      from: { path: '^libs/projections/src' },
      to: { path: '^(apps|test)' },
    },
    {
      name: 'views-are-pure',
      comment: 'A view knows the engine’s vocabulary and the domain’s events: no node module, no driver.',
      severity: 'error',
      from: { path: '^libs/projections/src/views', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core', 'npm'] },
    },
    {
      name: 'libs-do-not-know-the-apps',
      severity: 'error',
      from: { path: '^libs' },
      to: { path: '^(apps|test)' },
    },
    {
      name: 'an-app-does-not-know-another',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'production-code-imports-no-tests',
      severity: 'error',
      from: { path: '^(apps|libs)', pathNot: '(\\.spec\\.ts$|/testing/|\\.contract\\.ts$)' },
      to: { path: '(\\.spec\\.ts$|/testing/|^test/)' },
    },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependency-in-production',
      severity: 'error',
      from: { path: '^(apps|libs)', pathNot: '(\\.spec\\.ts$|/testing/)' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
