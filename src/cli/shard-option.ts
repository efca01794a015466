import { InvalidArgumentError } from "commander";
import type { Shard } from "../engine/finding/finding.js";

/** Reads `2/8`. */
export function shardOf(value: string): Shard {
  const [, index = 0, count = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(value) ?? []).map(Number);
  if (index < 1 || index > count) throw new InvalidArgumentError("Write it like 2/8: the second of eight");
  return { index, count };
}
