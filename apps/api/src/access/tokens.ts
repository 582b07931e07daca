import { Injectable } from '@nestjs/common';
import { type Actor } from '@mithaq/domain';
import { createHash, timingSafeEqual } from 'node:crypto';
import { Problem } from '../http/problem.js';

/** A token that the service knows: never itself, but its hash. */
export interface KnownToken {
  /** SHA-256 of the token's characters. */
  readonly hash: Buffer;
  readonly actor: Actor;
}

export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Who may speak to the service. OpenID Connect replaces it later. */
@Injectable()
export class Tokens {
  constructor(private readonly known: readonly KnownToken[]) {}

  /**
   * Whose token it is; undefined where none was sent.
   *
   * @throws Problem 401 where it is none that the service knows, also where none is needed: who sends one means to be known by it
   */
  actorOf(authorization: string | undefined): Actor | undefined {
    if (authorization === undefined) return undefined;
    const token = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization)?.[1];
    if (token === undefined) throw unauthenticated('Authorization is "Bearer" and a token.', 'invalid_request');
    const hash = hashOf(token);
    // All are compared, each in constant time: how long it takes tells nothing of any token.
    let found: Actor | undefined;
    for (const { hash: one, actor } of this.known) if (timingSafeEqual(one, hash)) found = actor;
    if (!found) throw unauthenticated('The service knows no such token.', 'invalid_token');
    return found;
  }
}

export function unauthenticated(detail: string, error?: 'invalid_request' | 'invalid_token'): Problem {
  return new Problem('unauthenticated', detail, {
    headers: { 'www-authenticate': `Bearer realm="mithaq"${error ? `, error="${error}"` : ''}` },
  });
}
