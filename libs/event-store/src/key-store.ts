/** A secret key: {@link keyBytes}, drawn at random. */
export type Key = Buffer;

export const keyBytes = 32;

/** What a store of keys has under an id. `unknown`: none was ever made there, as far as this store knows. */
export type KeyFound = Key | 'unknown' | 'destroyed';

/**
 * What became of a key. Either way no store gives it any more, now or later. `destroyed`: it stands in no file of the store's either.
 * `scavenge-pending`: bytes of it may lie on a disk until somebody cleans up there, which the engine's documentation describes.
 */
export type Destruction = 'destroyed' | 'scavenge-pending';

/**
 * Secrets that stand outside the log, each under an id, so that what the log has sealed with one can be made unreadable for good while
 * not a byte of the log changes. Type and injection token in one.
 *
 * What stands in these comments is promised by every engine and tried by one contract (`testing/key-store.contract.ts`). No answer is
 * older than the question: a key that was destroyed, by whomever, is given to nobody who asks afterwards.
 */
export abstract class KeyStore {
  /**
   * The key under this id: drawn and on stable storage where there was none, the same one every time after, whoever asks.
   *
   * @param moved the key that another store has under this id, to be kept here too instead of one that is drawn. Only to move keys; where
   *   there is one already, that one stays
   * @throws KeyDestroyed where it was destroyed
   * @throws StoreUnavailable where the store did not answer for long; asked again, it gives the same key, whether or not it was made
   */
  abstract make(id: string, moved?: Key): Promise<Key>;

  /** What stands under each of these ids. @throws StoreUnavailable */
  abstract findMany(ids: readonly string[]): Promise<ReadonlyMap<string, KeyFound>>;

  /** What stands under one id. @throws StoreUnavailable */
  async find(id: string): Promise<KeyFound> {
    const found = await this.findMany([id]);
    return found.get(id)!; // each id that was asked is answered
  }

  /**
   * Destroys the key for good. Once the promise is fulfilled it cannot be found or made again, also after a restart. Asked again it is the
   * same; of an id that nothing stands under, it sees to it that nothing ever will. Where it throws, the outcome is open: ask again.
   *
   * @throws StoreUnavailable
   */
  abstract destroy(id: string): Promise<Destruction>;

  /** Waits for what is under way, and lets go of files and connections. Twice is once. */
  abstract close(): Promise<void>;
}

/** The key under this id was destroyed: none is ever made there again. */
export class KeyDestroyed extends Error {
  override readonly name = 'KeyDestroyed';
  constructor(readonly id: string) {
    super(`The key of ${id} was destroyed; none is made under this id again.`);
  }
}
