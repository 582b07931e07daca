import { type Compensation, type Recorded } from '@mithaq/domain';
import { type ProjectionOptions } from './projection.js';
import { type Standing } from './moment.js';
import { type SqlValue } from './sql.js';

/** What the threads of the views say to each other. */

export interface ProjectorData {
  /** Where the files of the views are. */
  readonly folder: string;
  /** The address of the store that they follow. */
  readonly store: string;
  /** The module whose `views` are kept. */
  readonly views: string;
  readonly options: ProjectionOptions;
}

export type ToProjector =
  /** Builds a new generation, or goes on building one; answers its number. */
  | { readonly kind: 'rebuild'; readonly id: number }
  /** Answers how far the store goes. */
  | { readonly kind: 'head'; readonly id: number }
  /** No read holds the generation any more. */
  | { readonly kind: 'release'; readonly generation: number }
  | { readonly kind: 'close' };

/** Where a generation stands. */
export interface Progress {
  readonly generation: number;
  readonly isLive: boolean;
  readonly position: bigint | undefined;
  readonly standing: Standing;
  /** Since it began or was opened. */
  readonly eventsPerSecond: number;
}

export interface Failure {
  readonly message: string;
  /** The event that could not be applied; absent where it is not an event that failed. */
  readonly position?: bigint;
  readonly event?: string;
  /** How many times in a row. */
  readonly attempt: number;
}

export type FromProjector =
  | {
      readonly kind: 'opened';
      readonly serving: Progress | undefined;
      readonly building: Progress | undefined;
      readonly discarded: readonly string[];
    }
  | { readonly kind: 'answer'; readonly id: number; readonly value: bigint | number | undefined }
  | {
      readonly kind: 'progress';
      readonly progress: Progress;
      readonly events: number;
      readonly milliseconds: number;
      readonly lagMilliseconds: number | undefined;
    }
  /** A generation is being built. */
  | { readonly kind: 'building'; readonly progress: Progress }
  /** The generation has caught up, and serves from here on. */
  | { readonly kind: 'serves'; readonly progress: Progress }
  | { readonly kind: 'failing'; readonly generation: number; readonly failure: Failure }
  | { readonly kind: 'stopped'; readonly generation: number; readonly failure: Failure }
  /** How far the store goes, while something lags behind it. */
  | { readonly kind: 'head'; readonly position: bigint | undefined };

/** What a thread is asked that answers one question after the other. */
export interface Task<Asked> {
  readonly id: number;
  readonly asked: Asked;
}

export type Reply<Answer> =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };

export type Statements = readonly { readonly text: string; readonly params: readonly SqlValue[] }[];

/** The rows of each statement, in their order. */
export type ReaderAnswer = readonly (readonly unknown[])[];

export interface PreviewData {
  /** The file of views. */
  readonly path: string;
  /** The module whose `views` are in it. */
  readonly views: string;
}

/** A compensating event that is not recorded, and all events of the stream that it would stand on. */
export interface Hypothesis {
  readonly stream: string;
  readonly events: readonly Recorded[];
  readonly compensation: Compensation;
}

export interface PreviewAsked {
  readonly hypothesis: Hypothesis;
  readonly statements: Statements;
}

export type PreviewAnswer =
  | {
      readonly kind: 'previewed';
      readonly before: ReaderAnswer;
      readonly after: ReaderAnswer;
      /** The views of which some row would be another. */
      readonly views: readonly string[];
    }
  /** The views have another last event of the stream than the hypothesis knows. */
  | { readonly kind: 'moved'; readonly revision: bigint | undefined };
