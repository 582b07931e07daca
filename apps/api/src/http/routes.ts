import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { Problem } from './problem.js';
import { pathOf } from './request-context.js';

/** Which methods there are at an address, so that a wrong one is told from a wrong address. */
export class Routes {
  private readonly known = new Map<string, { readonly matches: RegExp; readonly methods: Set<string> }>();

  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRoute', ({ url, method }) => {
      const matches = new RegExp(`^${url.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:[A-Za-z]+/g, '[^/]+')}$`);
      const route = this.known.get(url) ?? { matches, methods: new Set<string>() };
      this.known.set(url, route);
      for (const one of [method].flat()) route.methods.add(one);
    });
  }

  /** The problem of a request that no route takes. */
  problemOf(request: FastifyRequest): Problem {
    const allow = [...this.known.values()].filter(({ matches }) => matches.test(pathOf(request))).flatMap(({ methods }) => [...methods]);
    if (allow.length === 0) return new Problem('not-found', 'There is nothing at this address; /api/docs lists all that there is.');
    const methods = [...new Set(allow)].sort().join(', ');
    return new Problem('method-not-allowed', `This address is there for ${methods}, not for ${request.method}.`, {
      headers: { allow: methods },
    });
  }
}
