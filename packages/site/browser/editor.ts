import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import type { Step } from "../../../src/report/html/page/report.js";
import type { Program } from "../program.js";
import { LOOK } from "./look.js";

/** What is said of a stretch of a line. */
export interface Remark extends Pick<Step, "line" | "from" | "to" | "text"> {
  readonly severity: string;
  readonly rule: string;
}

/** The files of a program, one of which is shown. */
export class Editor {
  #states = new Map<string, EditorState>();
  #shown = "";
  readonly #view: EditorView;

  /** @param changed told when a text was edited */
  constructor(
    host: HTMLElement,
    private readonly changed: () => void,
  ) {
    // In a shadow its styles are no inline styles, which the page's policy forbids.
    const root = host.attachShadow({ mode: "open" });
    this.#view = new EditorView({ root, parent: root });
  }

  get paths(): readonly string[] {
    return [...this.#states.keys()];
  }

  get shown(): string {
    return this.#shown;
  }

  get program(): Program {
    this.keep();
    return new Map([...this.#states].map(([path, state]) => [path, state.doc.toString()]));
  }

  /** Shows another program, its first file. */
  open(program: Program): void {
    this.#states = new Map([...program].map(([path, text]) => [path, this.stateOf(path, text)]));
    this.#shown = "";
    const [first] = this.#states.keys();
    if (first !== undefined) this.show(first);
  }

  show(path: string): void {
    const state = this.#states.get(path);
    if (!state || path === this.#shown) return;
    this.keep();
    this.#shown = path;
    this.#view.setState(state);
  }

  /** Shows a place, which is selected then. */
  showPlace(path: string, { line, from, to }: Pick<Step, "line" | "from" | "to">): void {
    this.show(path);
    const place = placeIn(this.#view.state, line, from, to);
    const selection = { anchor: place.from, head: place.to };
    this.#view.dispatch({ selection, effects: EditorView.scrollIntoView(place.from, { y: "center" }) });
  }

  /** Puts a file in, or lets the shown one have another path. */
  put(path: string, text = "", instead?: string): void {
    this.keep();
    const entries = [...this.#states].filter(([name]) => name !== path || name === instead);
    const added: [string, EditorState] = [path, this.stateOf(path, text)];
    this.#states = new Map(
      instead === undefined ? [...entries, added] : entries.map((entry) => (entry[0] === instead ? added : entry)),
    );
    this.#shown = "";
    this.show(path);
  }

  /** Takes the shown file out, unless it is the only one. */
  remove(): void {
    if (this.#states.size < 2) return;
    this.#states.delete(this.#shown);
    this.#shown = "";
    const [first = ""] = this.#states.keys();
    this.show(first);
  }

  /** Marks what is said of the files, and nothing else. */
  mark(remarks: ReadonlyMap<string, readonly Remark[]>): void {
    this.keep();
    for (const [path, state] of this.#states) {
      const found = (remarks.get(path) ?? []).map((remark) => diagnosticOf(state, remark));
      const marked = state.update(setDiagnostics(state, found));
      if (path === this.#shown) this.#view.dispatch(setDiagnostics(this.#view.state, found));
      else this.#states.set(path, marked.state);
    }
  }

  /** Takes over what was edited. */
  private keep(): void {
    if (this.#states.has(this.#shown)) this.#states.set(this.#shown, this.#view.state);
  }

  private stateOf(path: string, doc: string): EditorState {
    const told = EditorView.updateListener.of(({ docChanged }) => {
      if (docChanged) this.changed();
    });
    const label = EditorView.contentAttributes.of({ "aria-label": `Code of ${path}` });
    return EditorState.create({ doc, extensions: [EXTENSIONS, told, label] });
  }
}

const EXTENSIONS: Extension = [
  lineNumbers(),
  history(),
  drawSelection(),
  highlightActiveLine(),
  indentOnInput(),
  bracketMatching(),
  indentUnit.of("    "),
  pythonLanguage,
  syntaxHighlighting(classHighlighter),
  keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
  LOOK,
];

/** Columns as offsets, as far as the text still has them. */
function placeIn({ doc }: EditorState, line: number, from: number, to: number): { from: number; to: number } {
  const { from: start, to: end } = doc.line(Math.max(1, Math.min(line, doc.lines)));
  return { from: Math.min(start + from, end), to: Math.min(start + to, end) };
}

const SEVERITIES: Readonly<Record<string, Diagnostic["severity"]>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "info",
};

function diagnosticOf(state: EditorState, { line, from, to, text, severity, rule }: Remark): Diagnostic {
  return {
    ...placeIn(state, line, from, to),
    severity: SEVERITIES[severity] ?? "info",
    message: text,
    source: `${severity}, ${rule}`,
  };
}
