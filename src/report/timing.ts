import type { Times } from "../timing.js";
import { visible } from "./visible.js";

/** Says where the time of a scan went: by phase, the rules together as one of them, and by rule. */
export function toTiming(times: Times): string {
  const all = Object.entries(times).sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const rules = all.filter(([work]) => work.startsWith("rule "));
  const ofRules = sum(rules);
  const phases = all.filter((entry) => !rules.includes(entry));
  const rows = [...phases, ["rules", ofRules] as const].sort(([, one], [, other]) => other - one);
  const total = sum(rows);
  const shown = [
    ...rows.map(([work, time]) => line(work, time, total)),
    ...rules.map(([work, time]) => line(`  ${work}`, time, total)),
    line("sum of all threads", total, total),
  ];
  return `${shown.join("\n")}\n`;
}

function line(work: string, time: number, total: number): string {
  const percent = total > 0 ? (time / total) * 100 : 0;
  return `${visible(work).padEnd(40)}${time.toFixed(1).padStart(10)} ms${percent.toFixed(1).padStart(7)} %`;
}

function sum(entries: readonly (readonly [string, number])[]): number {
  return entries.reduce((total, [, time]) => total + time, 0);
}
