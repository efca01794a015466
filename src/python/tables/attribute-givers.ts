import { apis } from "./api.js";

/**
 * Classes that give the object they are handed attributes and methods, by names that stand in strings: a state machine
 * gives its model the state and a method for each trigger.
 */
export const ATTRIBUTE_GIVERS = apis(
  "transitions.{Machine,MachineFactory}",
  "transitions.core.Machine",
  "transitions.extensions.{GraphMachine,HierarchicalMachine,LockedMachine,AsyncMachine,HierarchicalGraphMachine,LockedGraphMachine,LockedHierarchicalMachine,AsyncGraphMachine,HierarchicalAsyncMachine}",
);

/** The argument that the object is handed by, which is the first one, too. */
export const GIVEN_AS = "model";

/** What puts another class beside the one that it stands in, named for that: `history = HistoricalRecords()` makes `HistoricalOrder`. */
export const MADE_FOR_CLASSES: readonly { readonly by: string; readonly prefix: string }[] = [
  { by: "HistoricalRecords", prefix: "Historical" },
];
