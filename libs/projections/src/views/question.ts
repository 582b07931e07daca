import { type Sql } from '../engine/sql.js';

/** The version of `docs/counting.md` that the figures are made by: every answer carries it. Raised whenever a figure of the same events would change. */
export const countingRuleVersion = 2;

/** A row as SQLite gives it. */
export type SqlRow = Readonly<Record<string, string | number | bigint | null>>;

/**
 * A question to the views: what SQL is to be asked, and what the answer is made of it. Run its statements on one generation of the
 * views; where the moment has no position, in one transaction, so that all of them see the same rows.
 */
export interface Question<Answer> {
  readonly statements: readonly Sql[];
  /** @param results the rows of each statement, in the order of the statements */
  answer(results: readonly (readonly SqlRow[])[]): Answer;
}

/** A question with another shape of its answer. */
export function shaped<Made, Shape>(question: Question<Made>, shape: (made: Made) => Shape): Question<Shape> {
  return { statements: question.statements, answer: results => shape(question.answer(results)) };
}

/** Several questions as one, asked of the same rows: so all answers are of one moment. */
export function together<Answers extends readonly unknown[]>(
  ...questions: { readonly [I in keyof Answers]: Question<Answers[I]> }
): Question<Answers> {
  const all = questions as readonly Question<unknown>[];
  return {
    statements: all.flatMap(({ statements }) => statements),
    answer: results => {
      let from = 0;
      // Each answers in its place.
      return all.map(question => question.answer(results.slice(from, (from += question.statements.length)))) as unknown as Answers;
    },
  };
}
