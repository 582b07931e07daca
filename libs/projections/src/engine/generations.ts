import Database from 'better-sqlite3';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export type Role = 'serving' | 'building';

/**
 * The files of views in a data folder: `service.sqlite` says which one serves and which one is being built. A number is never given
 * twice, so a file is never made, renamed or swapped where another is open. Only the thread that writes the views uses this.
 */
export class Generations {
  private readonly db: Database.Database;

  constructor(private readonly folder: string) {
    this.db = new Database(join(folder, 'service.sqlite'));
    this.db.pragma('journal_mode = WAL');
    this.db.pragma('synchronous = FULL');
    this.db.exec(`
      CREATE TABLE IF NOT EXISTS view_generation (
        role       TEXT    PRIMARY KEY CHECK (role IN ('serving', 'building')),
        generation INTEGER NOT NULL UNIQUE
      ) STRICT`);
  }

  named(role: Role): number | undefined {
    return this.db.prepare<[Role], number>('SELECT generation FROM view_generation WHERE role = ?').pluck().get(role);
  }

  /** Names a new generation that is to be built, in the place of one that was being built. */
  begin(): number {
    const named = this.db.prepare<[], number>('SELECT generation FROM view_generation').pluck().all();
    const generation = Math.max(0, ...named, ...this.files().map(({ generation }) => generation)) + 1;
    this.db.prepare<[number]>(`INSERT OR REPLACE INTO view_generation (role, generation) VALUES ('building', ?)`).run(generation);
    return generation;
  }

  /** What was being built serves. If the process dies before this is on the disk, the former one still does, and building goes on. */
  swap(): void {
    this.db.transaction(() => {
      this.db.exec(`DELETE FROM view_generation WHERE role = 'serving'`);
      this.db.exec(`UPDATE view_generation SET role = 'serving' WHERE role = 'building'`);
    })();
  }

  forget(role: Role): void {
    this.db.prepare<[Role]>('DELETE FROM view_generation WHERE role = ?').run(role);
  }

  remove(generation: number): void {
    const path = viewsPath(this.folder, generation);
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  }

  /** Removes the files that no role names: what a crash left, or what this release cannot use. */
  removeLeftovers(): void {
    const named = [this.named('serving'), this.named('building')];
    for (const { file, generation } of this.files()) if (!named.includes(generation)) rmSync(join(this.folder, file), { force: true });
  }

  close(): void {
    this.db.close();
  }

  private files(): { file: string; generation: number }[] {
    return readdirSync(this.folder).flatMap(file => {
      const generation = /^views-(\d+)\.sqlite(-wal|-shm)?$/.exec(file)?.[1];
      return generation === undefined ? [] : [{ file, generation: Number(generation) }];
    });
  }
}

export function viewsPath(folder: string, generation: number): string {
  return join(folder, `views-${generation}.sqlite`);
}
