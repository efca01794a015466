/**
 * What a project knows about itself, as plain data in the vocabulary of the tables (see `api.ts`). The functions may be
 * of the project or of libraries. Lists are sorted, so that the same facts are the same text as JSON.
 */
export interface Facts {
  /** What brings in values that somebody outside of the process chose, by what they are called in messages. */
  readonly networkSources: readonly (readonly [label: string, paths: readonly string[]])[];
  /** Functions that build whatever objects the bytes in their first argument ask for. */
  readonly unpicklers: readonly string[];
  /** Functions that return a ZeroMQ socket that is already bound. */
  readonly boundSockets: readonly string[];
  /** Functions that start a thread which runs a function they are given, and return the thread. */
  readonly threadStarters: readonly string[];
  /** Functions that wait for the end of the threads that they are given or called on. */
  readonly threadJoiners: readonly string[];
  /** Names of variables and attributes that something unseen changes to stop a loop. */
  readonly stopFlags: readonly string[];
}

/** What is known of a project that says nothing about itself. */
export const NO_FACTS: Facts = {
  networkSources: [],
  unpicklers: [],
  boundSockets: [],
  threadStarters: [],
  threadJoiners: [],
  stopFlags: [],
};
