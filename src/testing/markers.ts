/** What a line of a fixture says a rule does there. */
export interface Marker {
  /** Reported, reported with `--audit` only, or not seen yet although it should be. */
  readonly kind: "expect" | "audit" | "todo";
  readonly rule: string;
  /** Counted from one. */
  readonly line: number;
  /** What the message has to hold. */
  readonly part?: string;
}

/** How a fixture ends when CPython runs it. */
export type Outcome = { readonly raises: string } | { readonly clean: true };

const MARKER = /#\s*(expect|audit|todo):\s*([a-z0-9-]+\/[a-z0-9-]+)?(?:\s+"([^"]*)")?/g;

/**
 * The markers of a Python source: at the end of the line they speak of, or alone above it.
 *
 * @throws Error for a marker that names no rule
 */
export function markersIn(source: string): Marker[] {
  const markers: Marker[] = [];
  let above: Omit<Marker, "line">[] = [];
  for (const [index, text] of linesOf(source).entries()) {
    const line = index + 1;
    const here = [...text.matchAll(MARKER)].map((match) => readMarker(match, line));
    if (here.length > 0 && /^\s*#/.test(text)) above.push(...here);
    else {
      markers.push(...[...above, ...here].map((marker) => ({ ...marker, line })));
      above = [];
    }
  }
  return markers;
}

/** How the source says that it ends; undefined when it is not meant to be run. */
export function outcomeOf(source: string): Outcome | undefined {
  const raises = /^# raises: (\w+)$/m.exec(source.replaceAll("\r", "\n"))?.[1];
  if (raises !== undefined) return { raises };
  return /^# runs: clean$/m.test(source.replaceAll("\r", "\n")) ? { clean: true } : undefined;
}

/** The lines of a Python source: CPython ends one at LF, CRLF and a lone CR. */
export function linesOf(source: string): string[] {
  return source.split(/\r\n?|\n/);
}

function readMarker([text, kind, rule, part]: RegExpExecArray, line: number): Omit<Marker, "line"> {
  if (rule === undefined) throw new Error(`line ${String(line)}: '${text.trim()}' names no rule`);
  return { kind: kind as Marker["kind"], rule, ...(part === undefined ? {} : { part }) };
}
