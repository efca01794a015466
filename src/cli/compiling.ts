import { setFlagsFromString } from "node:v8";

/**
 * Lets code run for longer before it is optimised. Most scans are over before the optimised code has paid for what it took
 * to make, which is a fifth of their work; those of large trees take as long as before.
 *
 * Node's own modules load more slowly after this.
 */
export function optimizeLater(): void {
  // In this version it was measured; later ones have another compiler between the interpreter and the optimising one.
  if (process.version.startsWith("v20.")) setFlagsFromString("--interrupt-budget=400000");
}
