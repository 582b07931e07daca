import {
  DeadlineExceededError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  TimeoutError,
  UnavailableError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '../event-store.js';
import { failureOf } from './failure.js';

/** An error as gRPC gives it. */
function grpc(code: number, message: string, metadata: Record<string, string> = {}) {
  return Object.assign(new Error(message), { code, details: message, metadata: { getMap: () => metadata } }) as never;
}

describe('an error of the server', () => {
  it.each([
    ['a connection that was reset', new UnavailableError(grpc(14, 'read ECONNRESET'))],
    ['a connection that was dropped', new UnavailableError(grpc(14, 'Connection dropped'))],
    ['a node that starts', new UnavailableError(grpc(14, 'Server Is Not Ready'))],
    ['a node that starts, in words that the client does not know', new UnknownError(grpc(2, 'Could not recognize Server Is Not Ready'))],
    ['a deadline that has passed, without a word', new DeadlineExceededError(null as never)],
    ['a commit without a quorum', new TimeoutError(grpc(10, 'Commit phase timeout'))],
    ['a request that a change of leader has ended', new TimeoutError(grpc(10, 'Request canceled by server'))],
    ['no node that answers', new Error('Failed to discover after 10 attempts.')],
    ['no node at all, at the first connection', grpc(14, 'No connection established')],
    ['patience that has ended within', new StoreUnavailable('The event store cannot be reached.')],
  ])('is asked again where the outcome is open: %s', (_, error) => {
    expect(failureOf(error)).toEqual({ kind: 'unavailable', hasLeader: false });
  });

  it('is asked again at the leader, where it names one', () => {
    const metadata = { 'leader-endpoint-host': '10.0.0.2', 'leader-endpoint-port': '2113' };
    expect(failureOf(new NotLeaderError(grpc(5, 'Leader info available', metadata)))).toEqual({ kind: 'unavailable', hasLeader: true });
  });

  it.each([
    [3n, 3n],
    ['no_stream', 'none'],
  ] as const)('says where the stream stands: %s', (current, found) => {
    const wrong = new WrongExpectedVersionError(null as never, { streamName: 's', current, expected: 7n });
    expect(failureOf(wrong)).toEqual({ kind: 'wrong', found });
  });

  it('says how much the server takes at once', () => {
    expect(failureOf(new MaxAppendSizeExceededError(null as never, 1024))).toEqual({ kind: 'too-large', limit: 1024 });
  });

  it.each([
    ['an error of ours', new TypeError('x is not a function')],
    ['what is no error', 'text'],
    ['what the server does not know to do', grpc(12, 'Unimplemented')],
  ])('is a fault otherwise: %s', (_, error) => {
    expect(failureOf(error)).toEqual({ kind: 'fault' });
  });
});
