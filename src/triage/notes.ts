/** Hand-written text of a report by what it is about: a bug's id, or {@link WHOLE}. */
export type Notes = ReadonlyMap<string, string>;

/** What notes on the whole report are about. */
export const WHOLE = "this report";

const BEGIN = /^<!-- notes on ([^\r\n:]+):[^\r\n]*-->[ \t]*(?:\r\n|\n|\r)/gm;

/** Notes between the lines that mark them; new ones are empty. */
export function notesSection(about: string, notes: Notes): string {
  const text = notes.get(about) ?? "\n";
  return `<!-- notes on ${about}: what you write between these two lines is kept as it is -->\n${text}${end(about)}`;
}

/**
 * The notes of a report, byte for byte.
 *
 * @throws Error with one readable line when it cannot be told where notes end
 */
export function readNotes(report: string): Notes {
  const notes = new Map<string, string>();
  const begin = new RegExp(BEGIN);
  for (let found = begin.exec(report); found; found = begin.exec(report)) {
    const [line, about = ""] = found;
    const start = found.index + line.length;
    const stop = endOf(report, start, about);
    if (stop === undefined) throw new Error(`the line '${end(about)}' is missing; write it where the notes end`);
    if (notes.has(about)) throw new Error(`it has notes on ${about} twice; put them into one`);
    notes.set(about, report.slice(start, stop));
    begin.lastIndex = stop;
  }
  return notes;
}

function end(about: string): string {
  return `<!-- end of notes on ${about} -->`;
}

/** The first line from `start` on that ends notes. */
function endOf(report: string, start: number, about: string): number | undefined {
  for (let at = report.indexOf(end(about), start); at >= 0; at = report.indexOf(end(about), at + 1)) {
    if (at === start || /[\r\n]/.test(report[at - 1] ?? "")) return at;
  }
  return undefined;
}
