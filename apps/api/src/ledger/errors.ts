/** The caller's revision is not the stream's: somebody else wrote in between. */
export class RevisionStale extends Error {
  override readonly name = 'RevisionStale';
  constructor(
    readonly expected: bigint,
    readonly found: bigint | 'none',
  ) {
    super(
      found === 'none'
        ? 'There is nothing under this id yet, so no revision to match.'
        : `If-Match says revision ${expected}, and it stands at ${found}. Read it again, see what changed, and send the command with "r${found}".`,
    );
  }
}

/** An idempotency key came again with another body: two different requests under one name. */
export class IdempotencyKeyReused extends Error {
  override readonly name = 'IdempotencyKeyReused';
  constructor() {
    super('This Idempotency-Key was used for another body. A repeat sends the same body; another request takes a new key.');
  }
}

/** Other writers came first, three times in a row. */
export class TooManyWriters extends Error {
  override readonly name = 'TooManyWriters';
  constructor(readonly stream: string) {
    super(`Others wrote to ${stream} at the same moment, three times in a row; nothing was recorded. Send it again.`);
  }
}
