/** Why no CPython compiles a program, and where it says so. */
export interface Fault {
  /** UTF-16 offsets into the source. */
  readonly start: number;
  readonly end: number;
  /** A clause in the present tense, with what it is about in 'quotes'. */
  readonly message: string;
  /** Python 3.14 compiles the program, but hardly as it is meant. */
  readonly isOld?: boolean;
}

/** Thrown to leave the recogniser at its first fault. */
export class FaultError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}
