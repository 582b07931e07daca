import type Database from 'better-sqlite3';
import { join } from 'node:path';
import { type Destruction, type Key, KeyDestroyed, type KeyFound, KeyStore } from '../key-store.js';
import { workerFile } from '../worker-file.js';
import { type KeyAnswer, type KeyJob, openKeysForReading, openKeysForWriting } from './key-file.js';
import type { KeyWriterData } from './key-writer.worker.js';
import { Writer } from './writer.js';

/** The embedded engine: a file of its own beside the ledger, for the service that holds the folder. */
export class SqliteKeyStore extends KeyStore {
  private readonly reader: Database.Database;
  private readonly read;
  private closing: Promise<void> | undefined;

  /** @throws NotAKeyStore where the file in the folder is none, or of a newer release */
  static async open(folder: string): Promise<SqliteKeyStore> {
    const file = fileIn(folder);
    // Makes the file, or says why not, here and not in the thread: an error that comes out of a thread has lost its class.
    openKeysForWriting(file).close();
    const writer = await Writer.open<KeyJob, KeyAnswer>(
      workerFile('key-writer.worker.js', import.meta.url),
      { file } satisfies KeyWriterData,
      reason => new Error(`The thread that writes the keys has stopped (${reason}). Open the store again, and ask again.`),
    );
    return new SqliteKeyStore(file, writer);
  }

  /** The same keys for whoever only reads. @throws NotAKeyStore where the folder has none, or of a newer release */
  static async openReadOnly(folder: string): Promise<SqliteKeyStore> {
    return new SqliteKeyStore(fileIn(folder));
  }

  private constructor(
    private readonly file: string,
    private readonly writer?: Writer<KeyJob, KeyAnswer>,
  ) {
    super();
    this.reader = openKeysForReading(file);
    this.read = this.reader.prepare<[string], { id: string; secret: Key | null }>(
      `SELECT id, CASE WHEN NOT destroyed THEN secret END AS secret FROM key WHERE id IN (SELECT value FROM json_each(?))`,
    );
  }

  async make(id: string, moved?: Key): Promise<Key> {
    const answer = await this.carryOut({ does: 'make', id, moved });
    if (answer.kind === 'none') throw new KeyDestroyed(id);
    return Buffer.from(answer.secret);
  }

  async findMany(ids: readonly string[]): Promise<ReadonlyMap<string, KeyFound>> {
    this.checkOpen();
    const found = new Map<string, KeyFound>(ids.map(id => [id, 'unknown']));
    for (const { id, secret } of this.read.all(JSON.stringify(ids))) found.set(id, secret ?? 'destroyed');
    return found;
  }

  async destroy(id: string): Promise<Destruction> {
    const answer = await this.carryOut({ does: 'destroy', id });
    if (answer.kind === 'key') throw new Error(`The key of ${id} was to be destroyed and is there.`);
    return answer.destruction;
  }

  close(): Promise<void> {
    return (this.closing ??= this.letGo());
  }

  private async carryOut(job: KeyJob): Promise<Exclude<KeyAnswer, { kind: 'failed' }>> {
    this.checkOpen();
    if (!this.writer) throw new Error(`${this.file} was opened for reading; no key is made or destroyed there.`);
    const answer = await this.writer.write(job);
    if (answer.kind === 'failed') throw new Error(`The key of ${job.id} could not be written: ${answer.reason}. Ask again.`);
    return answer;
  }

  private async letGo(): Promise<void> {
    this.reader.close();
    await this.writer?.close();
  }

  private checkOpen(): void {
    if (this.closing) throw new Error('The store of keys is closed.');
  }
}

function fileIn(folder: string): string {
  return join(folder, 'keys.sqlite');
}
