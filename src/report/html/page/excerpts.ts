import { groupedBy } from "../../../grouped.js";
import type { Details, Item, Report, Step } from "./report.js";

/** A place to stop at on the way through a finding. */
export interface Stop extends Step {
  readonly kind: "finding" | "step" | "related";
  /** Its place among all stops. */
  readonly at: number;
  /** The sign that it bears in the code. */
  readonly label: string;
}

/** Lines of a file with the stops in them. */
export interface Excerpt {
  readonly path: number;
  /** In order; around places in files that have changed since, the page has none. */
  readonly lines: readonly { readonly number: number; readonly text: string; readonly stops: readonly Stop[] }[];
}

export function isSame(a: Step, b: Step): boolean {
  return a.path === b.path && a.line === b.line && a.column === b.column;
}

/** Where a finding leads: the steps of its flow or itself, then what else is related. */
export function stopsOf(item: Item, { flow, related }: Details): readonly Stop[] {
  const steps = flow.map((step, index): Omit<Stop, "at"> => {
    return { ...step, kind: isSame(step, item) ? "finding" : "step", label: String(index + 1) };
  });
  const self: Omit<Stop, "at"> = { ...item, kind: "finding", label: "!", text: "This is reported." };
  const isStep = steps.some(({ kind }) => kind === "finding");
  const others = related.filter((step) => !isSame(step, item) && !flow.some((other) => isSame(step, other)));
  const places = others.map((step): Omit<Stop, "at"> => ({ ...step, kind: "related", label: "→" }));
  return [...(isStep ? [] : [self]), ...steps, ...places].map((stop, at) => ({ ...stop, at }));
}

/** How many lines around a place belong to it. */
const AROUND = 3;

/** The code of some stops: what is near each other in a file is shown as one. The first stop's comes first. */
export function excerptsOf(report: Report, stops: readonly Stop[]): readonly Excerpt[] {
  const first = (cluster: readonly Stop[]): number => cluster.reduce((least, { at }) => Math.min(least, at), Infinity);
  const files = [...groupedBy(stops, ({ path }) => path).values()];
  return files
    .flatMap(clusters)
    .sort((a, b) => first(a) - first(b))
    .map((cluster) => excerpt(report, cluster));
}

/** Stops in one file by what is near each other. */
function clusters(stops: readonly Stop[]): Stop[][] {
  const found: Stop[][] = [];
  for (const stop of stops.toSorted((a, b) => a.line - b.line)) {
    const last = found.at(-1);
    if (last && stop.line - (last.at(-1)?.line ?? 0) <= 2 * AROUND + 1) last.push(stop);
    else found.push([stop]);
  }
  return found;
}

function excerpt(report: Report, stops: readonly Stop[]): Excerpt {
  const path = stops[0]?.path ?? 0;
  const byLine = groupedBy(stops, ({ line }) => line);
  const [from, to] = [stops[0]?.line ?? 0, stops.at(-1)?.line ?? 0];
  const lines: Excerpt["lines"][number][] = [];
  for (let number = from - AROUND; number <= to + AROUND; number++) {
    const text = report.lineOf(path, number);
    if (text !== undefined) lines.push({ number, text, stops: byLine.get(number) ?? [] });
  }
  return { path, lines };
}
