import { groupedBy } from "../../../src/grouped.js";
import { h, named } from "../../../src/report/html/page/dom.js";
import { fragmentOf, isPath, programOf, type Program } from "../program.js";
import { Editor, type Remark } from "./editor.js";
import { Results } from "./results.js";
import { Scanner } from "./scanner.js";
import type { Answer } from "./worker/messages.js";

// Programs to try: an editor, a worker that scans them, and what it found.

/** How long nobody has typed before a program is scanned, in milliseconds. */
const PAUSE = 250;

const examples = JSON.parse(named("examples", HTMLElement).textContent) as [name: string, files: [string, string][]][];
const status = named("status", HTMLElement);
const editor = new Editor(named("editor", HTMLElement), scanSoon);
const scanner = new Scanner(show);
const results = new Results((path, place) => {
  editor.showPlace(path, place);
  showFiles();
});
let timer: ReturnType<typeof setTimeout> | undefined;
/** The address by which the page shows what it shows. */
let shared = "";
/** What has to be said beside what is found. */
let notice = "";

function scanSoon(): void {
  notice = "";
  clearTimeout(timer);
  timer = setTimeout(() => scanner.scan([...editor.program]), PAUSE);
}

function show(answer: Answer): void {
  if ("problem" in answer) {
    results.clear();
    status.textContent = `This could not be scanned: ${answer.problem}.`;
  } else status.textContent = notice + results.show(answer.data);
  editor.mark(remarks());
}

/** What is found, by file. */
function remarks(): ReadonlyMap<string, readonly Remark[]> {
  const { report } = results;
  if (!report) return new Map();
  const all = report.items.map((item) => ({
    ...item,
    severity: report.severityOf(item),
    rule: report.ruleOf(item).id,
  }));
  return groupedBy(all, (item) => report.pathOf(item));
}

function open(program: Program, said = ""): void {
  notice = said;
  editor.open(program);
  changed();
}

/** The files are others, or called otherwise. */
function changed(): void {
  showFiles();
  clearTimeout(timer);
  scanner.scan([...editor.program]);
}

function showFiles(): void {
  const buttons = editor.paths.map((path) => {
    const choose = (): void => {
      editor.show(path);
      showFiles();
      named("files", HTMLElement).querySelector<HTMLElement>("[aria-current]")?.focus();
    };
    return h(
      "button",
      { type: "button", "aria-current": path === editor.shown ? "true" : undefined, click: choose },
      path,
    );
  });
  named("files", HTMLElement).replaceChildren(...buttons);
  named("remove", HTMLButtonElement).disabled = buttons.length < 2;
}

/** Asks for a path. */
function ask(title: string, path: string, named_: (path: string) => void): void {
  const dialog = named("naming", HTMLDialogElement);
  const field = named("path", HTMLInputElement);
  named("naming-title", HTMLElement).textContent = title;
  field.value = path;
  dialog.returnValue = "";
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue === "ok" && isPath(field.value)) named_(field.value);
    },
    { once: true },
  );
  dialog.showModal();
  field.select();
}

function rename(path: string): void {
  if (path === editor.shown) return;
  editor.put(path, editor.program.get(editor.shown), editor.shown);
  changed();
}

async function share(): Promise<void> {
  shared = `#${await fragmentOf(editor.program)}`;
  history.replaceState(null, "", shared);
  try {
    await navigator.clipboard.writeText(location.href);
    status.textContent = "The link is copied; it carries the program in itself.";
  } catch {
    status.textContent = "The link stands in the address bar; it carries the program in itself.";
  }
}

/** Opens the program of the address, or the first example. */
async function openAddressed(): Promise<void> {
  if (location.hash === shared && shared !== "") return;
  const program = await programOf(location.hash.slice(1));
  if (program) open(program);
  else open(new Map(examples[0]?.[1]), location.hash === "" ? "" : "The link is not whole; this is an example. ");
}

const choice = named("example", HTMLSelectElement);
choice.append(...examples.map(([name], index) => h("option", { value: String(index) }, name)));
choice.addEventListener("change", () => {
  const example = examples[Number(choice.value)];
  if (choice.value !== "" && example) open(new Map(example[1]));
  choice.value = "";
});
named("add", HTMLButtonElement).addEventListener("click", () => {
  ask("Add a file", "", (path) => {
    if (editor.paths.includes(path)) editor.show(path);
    else editor.put(path);
    changed();
  });
});
named("rename", HTMLButtonElement).addEventListener("click", () => ask("Rename the file", editor.shown, rename));
named("remove", HTMLButtonElement).addEventListener("click", () => {
  editor.remove();
  changed();
});
named("share", HTMLButtonElement).addEventListener("click", () => void share());
addEventListener("hashchange", () => void openAddressed());
// The engine is the script after this one.
addEventListener("DOMContentLoaded", () => void openAddressed());
