/** The English name of a thing of reference, and the Arabic one where it was read in a source. */
export interface Names {
  readonly en: string;
  readonly ar?: string;
}
