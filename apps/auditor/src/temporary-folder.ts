import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for as long as a command needs it: it goes with the program too, where that ends before the command has. */
export class TemporaryFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'mithaq-'));
  private readonly remove = () => rmSync(this.path, { recursive: true, force: true });

  constructor() {
    process.once('exit', this.remove);
  }

  close(): void {
    process.off('exit', this.remove);
    this.remove();
  }
}
