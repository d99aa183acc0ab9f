/** A promise of a generated service, and what of it is taken away: then its own tests have to fail. */
export interface Removal {
  promise: string;
  /** In the service. */
  file: string;
  /** A text that stands there once, and what stands there instead. */
  from: string;
  to: string;
  /** Which of the service's tests hold it, as vitest takes them. */
  tests: string[];
}
