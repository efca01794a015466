/** What a kind of fact is written as, and what it is read as. */
interface Forms {
  /** Functions of the project or of libraries, in the vocabulary of the tables (see `api.ts`). */
  readonly functions: readonly string[];
  /** Names of variables and attributes. */
  readonly names: readonly string[];
  /** What paths bring in, by what that is called in messages. */
  readonly sources: readonly (readonly [label: string, paths: readonly string[]])[];
}

/** A kind of fact that a project can tell of itself. */
interface FactKind {
  /** What it is called in a configuration. */
  readonly key: string;
  readonly form: keyof Forms;
  /** What it means, as editors show it. */
  readonly says: string;
}

/**
 * All that a project can tell of itself. To add a kind of fact, declare it here and ask for it where it counts:
 * what a configuration may say, its schema, how configurations add up and what goes to threads follow from this.
 */
export const FACTS = {
  networkSources: {
    key: "network-sources",
    form: "sources",
    says: "What brings in values that somebody outside of the process chose, by what they are called in messages.",
  },
  unpicklers: {
    key: "unpicklers",
    form: "functions",
    says: "Functions that build whatever objects the bytes in their first argument ask for, like `pickle.loads`.",
  },
  boundSockets: {
    key: "bound-sockets",
    form: "functions",
    says: "Functions that return a ZeroMQ socket that is already bound.",
  },
  threadStarters: {
    key: "starts-threads",
    form: "functions",
    says: "Functions that start a thread which runs a function they are given, and return the thread.",
  },
  threadJoiners: {
    key: "joins-threads",
    form: "functions",
    says: "Functions that wait for the end of the threads they are given, or are called on.",
  },
  stopFlags: {
    key: "stop-flags",
    form: "names",
    says: "Names of variables and attributes that something outside of the scanned code changes to stop a loop.",
  },
} as const satisfies Readonly<Record<string, FactKind>>;

type Kinds = typeof FACTS;

/** The name of a kind of fact. */
export type FactName = keyof Kinds;

/** The facts that are lists of functions. */
export type FunctionFacts = { [Name in FactName]: Kinds[Name]["form"] extends "functions" ? Name : never }[FactName];

/** What a project knows about itself: plain data. Lists are sorted, so that the same facts are the same text as JSON. */
export type Facts = { readonly [Name in FactName]: Forms[Kinds[Name]["form"]] };

/** The kinds of facts by name, in the order in which they are declared. */
export const FACT_KINDS = Object.entries(FACTS) as readonly (readonly [FactName, Kinds[FactName]])[];

/** What is known of a project that says nothing about itself. */
export const NO_FACTS = factsBy(() => []);

/** Facts of all kinds, each said by a function that answers in the form of the kind. */
export function factsBy(said: (kind: Kinds[FactName]) => Forms[keyof Forms]): Facts {
  return Object.fromEntries(FACT_KINDS.map(([name, kind]) => [name, said(kind)])) as unknown as Facts;
}
