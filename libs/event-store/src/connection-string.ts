/** Where a server is, as a connection string says it: `esdb://user:password@host1:2113,host2:2113?tls=true#staging`. */
export interface ServerAddress {
  /** What the client library takes, without the credentials, which go with each call: what it does not understand it prints. */
  readonly connectionString: string;
  /** The hosts alone: what may be told. */
  readonly hosts: string;
  /** Of somebody, where it names nobody: a server without TLS does not look at them. */
  readonly credentials: { readonly username: string; readonly password: string };
  /** The name of the ledger, where a database has several: its streams are `staging.commitment-…`. Empty: `commitment-…`. */
  readonly ledger: string;
}

/** The connection string cannot be used. Its message does not repeat it: it may have a password in it. */
export class ConnectionStringWrong extends Error {
  override readonly name = 'ConnectionStringWrong';
  constructor(readonly reason: string) {
    super(
      `The connection string of the event store cannot be used: ${reason}. One is esdb://user:password@host1:2113,host2:2113,host3:2113?tls=true&tlsCAFile=ca.crt.`,
    );
  }
}

/** Whether the address of a store is a server's, and not a folder. */
export function isConnectionString(address: string): boolean {
  return /^esdb(\+discover)?:\/\//.test(address);
}

/** Takes it apart as the client library does, which keeps the credentials to itself. @throws ConnectionStringWrong */
export function serverAddress(address: string): ServerAddress {
  const [connectionString = '', ledger = ''] = address.trim().split('#');
  const parts =
    /^(?<scheme>[^:]+:\/\/)(?:(?<user>[^:]+):(?<password>[^@]+)@)?(?<rest>(?<hosts>[^/?]*).*)$/.exec(connectionString)?.groups ?? {};
  const { scheme, user, password, rest, hosts } = parts;
  if (!hosts) throw new ConnectionStringWrong('it names no host');
  if (!/^[a-z0-9]{0,40}$/.test(ledger)) {
    throw new ConnectionStringWrong('what stands after # is the name of a ledger, of at most 40 small letters and digits');
  }
  try {
    const credentials =
      user === undefined || password === undefined
        ? { username: 'anonymous', password: 'anonymous' }
        : { username: decodeURIComponent(user), password: decodeURIComponent(password) };
    return { connectionString: `${scheme}${rest}`, hosts, credentials, ledger };
  } catch {
    throw new ConnectionStringWrong('its user or password is not percent-encoded');
  }
}
