import { describe, expect, it } from '@jest/globals';
import { ConnectionStringWrong, isConnectionString, serverAddress } from './connection-string.js';

describe('the address of a store', () => {
  it.each([
    ['esdb://127.0.0.1:2113?tls=false', true],
    ['esdb+discover://cluster.example.org', true],
    ['./data', false],
    ['/var/lib/esdb', false],
    ['http://127.0.0.1:2113', false],
  ])('%s: a server’s, %p', (address, isServer) => expect(isConnectionString(address)).toBe(isServer));

  it('has hosts, credentials and the name of a ledger', () => {
    expect(serverAddress('esdb://mithaq:p%40ss@a.example:2113,b.example:2113?tls=true&tlsCAFile=/ca.crt#staging')).toEqual({
      connectionString: 'esdb://a.example:2113,b.example:2113?tls=true&tlsCAFile=/ca.crt',
      hosts: 'a.example:2113,b.example:2113',
      credentials: { username: 'mithaq', password: 'p@ss' },
      ledger: 'staging',
    });
    expect(serverAddress('esdb://localhost')).toMatchObject({
      hosts: 'localhost',
      credentials: { username: 'anonymous', password: 'anonymous' },
      ledger: '',
    });
  });

  it.each(['esdb://', 'esdb://secret:%zz@host', 'esdb://u:secret@host#a-b', 'esdb://u:secret@host#A'])(
    'is refused without being repeated where it is wrong: %s',
    address => {
      expect(() => serverAddress(address)).toThrow(ConnectionStringWrong);
      expect(() => serverAddress(address)).not.toThrow(/secret/);
    },
  );
});
