import { availableParallelism, cpus, loadavg, platform, totalmem } from "node:os";
import type { Measured } from "./process.js";

/** A part of the results: what was asked, and what was measured, in Markdown. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What a promise comes to: how far the measured number is from the one aimed at. */
export interface Reach {
  readonly aim: string;
  readonly limit: number;
  readonly measured: number;
}

const BAR = 50;

/** Joins the sections below a heading that says where they were measured. */
export function document(command: string, sections: readonly Section[]): string {
  const parts = sections.map(({ title, lines }) => [`## ${title}`, "", ...lines].join("\n"));
  return `${["# Benchmark results", `Written by \`${command}\`. ${machine()}`, ...parts].join("\n\n")}\n`;
}

/** Aims beside what was measured. */
export function reachTable(reaches: readonly Reach[]): string[] {
  return table(
    ["Aim", "at most", "measured", "holds"],
    reaches.map(({ aim, limit, measured }) => {
      const holds = measured <= limit ? "yes" : `no, ${(measured / limit).toFixed(2)} times as much`;
      return [aim, String(limit), significant(measured), holds];
    }),
  );
}

/** Runs compared with one of them: ratios first. @param bytes that each of them looked at, if all looked at the same */
export function comparison(all: readonly Measured[], yardstick: Measured, bytes?: number): string[] {
  const rows = all.map((one) => [
    one.name,
    significant(one.seconds / yardstick.seconds),
    one.seconds.toFixed(3),
    `${Math.min(...one.runs).toFixed(3)} to ${Math.max(...one.runs).toFixed(3)} (${String(one.runs.length)})`,
    one.memory === undefined ? "unknown" : one.memory.toFixed(0),
    ...(bytes === undefined ? [] : [(bytes / 1e6 / one.seconds).toFixed(1)]),
  ]);
  const rate = bytes === undefined ? [] : ["MB/s"];
  return [
    ...table(["", `times ${yardstick.name}`, "median s", "range s (runs)", "peak MB", ...rate], rows),
    "",
    ...bars(all),
    "",
    ...commands(all),
  ];
}

/** Medians as bars, the slowest the longest. */
function bars(all: readonly Measured[]): string[] {
  const most = Math.max(...all.map(({ seconds }) => seconds));
  const width = Math.max(...all.map(({ name }) => name.length));
  const rows = all.map(({ name, seconds }) => {
    const bar = "#".repeat(Math.max(1, Math.round((seconds / most) * BAR)));
    return `${name.padEnd(width)}  ${bar} ${seconds.toFixed(2)} s`;
  });
  return ["```text", ...rows, "```"];
}

function commands(all: readonly Measured[]): string[] {
  const shown = all.map(({ command }) => command.map(quoted).join(" "));
  return ["```sh", ...new Set(shown), "```"];
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? "---" : "---:"))), ...rows.map(line)];
}

/** Three digits that count. */
export function significant(number: number): string {
  return String(Number(number.toPrecision(3)));
}

function quoted(word: string): string {
  return /^[\w./:=,@+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`).replaceAll("\n", "⏎")}'`;
}

function machine(): string {
  const [first] = cpus();
  const load = loadavg().map((one) => one.toFixed(2));
  const cores = String(availableParallelism());
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return (
    `${new Date().toISOString().slice(0, 10)}; ${cores} cores of ${first?.model ?? "an unknown processor"}, ` +
    `${memory} GiB, ${platform()}, Node ${process.version}; ` +
    `load over 1, 5 and 15 minutes at the end: ${load.join(", ")}. Times are of whole processes, which took turns.`
  );
}
