import { Seal } from "../../src/engine/cache/seal.js";

/** The seal of a key that lies in a directory, made when there is none. */
export function sealIn(directory: string): Seal {
  const seal = Seal.open(directory);
  if (!seal) throw new Error(`no key can be kept in ${directory}`);
  return seal;
}
