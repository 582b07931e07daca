/**
 * What SQLite calls an error, `SQLITE_BUSY`; undefined where it is not one of SQLite's. Told by its code and not by its class: the driver
 * makes its errors of the class that loaded it first, and another realm (a test file of Jest) has another one.
 */
export function sqliteCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}
