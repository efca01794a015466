import { unmarked } from "./document.js";

/** A file that a text names. */
export interface NamedFile {
  readonly path: string;
  readonly line: number | undefined;
  /** Further lines: 219 and 287 of `trust.py:140, 219, 287`. */
  readonly others: readonly number[];
  /** Whether the whole path stands there, below a folder, and the text says nothing of why it may be missing. */
  readonly isWhole: boolean;
  /** The same of a file of code that may be named alone, as one at the root is. */
  readonly isAtRoot: boolean;
  /** Whether the text says that it is still to be written. */
  readonly isPlanned: boolean;
  /** Whether the text says nothing of why it may be missing, be it named without its folder. */
  readonly isHere: boolean;
}

const ENDING =
  "(?:pyi?|[cm]?[jt]s|[jt]sx|vue|svelte|html|s?css|rs|go|java|kt|rb|php|cs|[ch]pp|swift|dart|ya?ml|toml|json|sql|sh|cfg|ini|md|txt|xml)";
const LINES = String.raw`(?:lines?|l[ií]neas?|zeilen?|lignes?|linhas?|righe|строк[аи])`;
const LINE = String.raw`(?:(?::|#L|†L|,? \(?${LINES} |,? ?\(?第 ?)(\d{1,6}))?`;
/** A path and, at most, lines of the file. */
const ALONE = new RegExp(String.raw`^([\w./@+()[\]-]*\w\.${ENDING})${LINE}(?![\w/.])[\d\s,:L–-]*$`, "i");
const AMONG = new RegExp(String.raw`(?<=^|[\s(["'*,;|]|【F:)([\w./-]*\w\.${ENDING})(?![\w/])${LINE}`, "gi");

/** The files that a text names, as it is written: between backticks stands one path, or something else. */
export function filesIn(raw: string): readonly NamedFile[] {
  const text = raw.replace(/\]\([^()]{0,500}\)/g, "]");
  const prose = text.replace(/`[^`]*`/g, " ");
  const isTold = !isToldWhyMissing(prose) && !ALIKE.test(prose);
  return text.split(/(`[^`]*`)/).flatMap((part, index, parts): NamedFile[] => {
    const behind = parts[index + 1] ?? "";
    if (!part.startsWith("`")) {
      const plain = unmarked(part);
      return [...plain.matchAll(AMONG)].flatMap((found) => {
        const isNew = PLANNED.test(plain.slice(found.index + found[0].length));
        const others = othersIn(plain.slice(found.index + found[0].length));
        const [file] = fileAt(found[1] ?? "", found[2], others, isTold && !plain.includes("\\"), isNew);
        // What looks like a name of its own may be the end of one with spaces.
        return file ? [{ ...file, isAtRoot: false }] : [];
      });
    }
    const [, path, line] = ALONE.exec(part.slice(1, -1).trim()) ?? [];
    if (path === undefined) return [];
    const [, away = ""] = LINE_BEHIND.exec(wordsBehind(parts, index)) ?? [];
    const others =
      line === undefined
        ? []
        : othersIn(
            part.slice(part.lastIndexOf(line) === part.indexOf(line) ? part.indexOf(line) + line.length : part.length),
          );
    return fileAt(path, line ?? (away === "" ? undefined : away), others, isTold, PLANNED.test(behind));
  });
}

/** The words behind a path up to the next one, without the code among them. */
function wordsBehind(parts: readonly string[], index: number): string {
  const behind = parts.slice(index + 1);
  const end = behind.findIndex((part) => part.startsWith("`") && ALONE.test(part.slice(1, -1).trim()));
  const own = end < 0 ? behind : behind.slice(0, end);
  return own.map((part) => (part.startsWith("`") ? "" : part)).join("");
}

/** Whether a text says why what it names may be missing: it is new, or gone. */
export function isToldWhyMissing(text: string): boolean {
  return WHY_MISSING.test(text.replace(/`[^`]*`/g, " "));
}

/** The lines that follow the first one, each behind a comma. */
function othersIn(behind: string): number[] {
  const [list = ""] = /^(?:, ?:?\d{1,6}(?![\d-]))+/.exec(behind) ?? [];
  return (list.match(/\d+/g) ?? []).map(Number);
}

function fileAt(
  said: string,
  line: string | undefined,
  others: readonly number[],
  isTold: boolean,
  isPlanned: boolean,
): NamedFile[] {
  if (PRODUCT.test(said)) return [];
  const path = said.replace(/^\.?\//, "");
  const isHere = isTold && !isPlanned && !path.startsWith("-") && !ELSEWHERE.test(said);
  const isWhole = isHere && path.includes("/");
  const isAtRoot = isHere && CODE_ALONE.test(path);
  return [{ path, line: line === undefined ? undefined : Number(line), others, isWhole, isAtRoot, isPlanned, isHere }];
}

/** A file of code without a folder; data and texts may be what a program writes. */
const CODE_ALONE = /^[A-Za-z_][\w-]{2,80}\.(?:py|[cm]?[jt]sx?|go|rs|java|kt|rb|php|cs|swift|dart)$/;

/** The files that stand in brackets right behind what is bold, which they are: `**The pool** (\`shop/pool.py\`)`. */
export function filesOfNames(raw: string): readonly NamedFile[] {
  return [...raw.matchAll(OF_NAME)].flatMap(([, files = ""]) => filesIn(files).filter(({ path }) => CODE.test(path)));
}

const OF_NAME = /\*\*[^*`]{2,80}\*\* \((`[\w./-]{1,200}`(?:, `[\w./-]{1,200}`){0,5})\)/g;
const CODE = /\.(?:py|[cm]?[jt]sx?|go|rs|java|kt|rb|php|cs|swift|dart)$/;

/** Where in a file something is, in words behind it: `lines 17-137`, `: method 'turn', line 40`. */
const LINE_BEHIND = new RegExp(String.raw`^(?:[^.;|\n\d]{0,60}[ ,(:])?(?:${LINES} |第 ?)(\d{1,6})(?![.\d])`, "iu");
/** What says behind a file that it is still to be written. */
const PLANNED =
  /^[`'"*_]*\s*\((?:new|to be (?:created|added|written)|(?:to )?(?:create|add)|planned|proposed)(?: file| test)?\)/i;
/** What is called like a file. */
const PRODUCT =
  /^(?:next|node|vue|nuxt|react|express|three|d3|chart|socket|moment|alpine|ember|backbone|discord|web3|ethers|nest|angular|p5|phaser|pixi|babylon|electron|solid|preact|plotly|knockout|tensorflow|bun|day|stripe|ether|asp|vb)\.(?:js|ts)$/i;
/** What is somewhere else on a disk or beside the repository, stands for any file, or is installed, which none keeps. */
const ELSEWHERE = /^\/|^\.\.\/|^(?:path\/to|your)\b|\.\.\.|(?:^|\/)(?:\.?venv|site-packages|node_modules)\//i;
/** A file beside this may be one that nobody has written yet, or that has gone; an arrow to a number says what came of something. */
const WHY_MISSING =
  /(?<!\p{L})(?:missing|absent|new|creat(?:e[sd]?|ing)|add(?:s|ed|ing)?|delet(?:e[sd]?|ing)|remov(?:e[sd]?|ing)|renam(?:e[sd]?|ing)|mov(?:e[sd]?|ing)|should|would|expected|proposed|planned|exists?|fehlt|neue?|nuevo|novo|nouveau)(?!\p{L})|(?:→|->)(?! ?\d)/iu;
/** A file beside this is guessed. */
const ALIKE =
  /\bor (?:similar|equivalent|wherever|elsewhere)\b|\be\.g\.|\b(?:likely|probably|possibly|perhaps|maybe|presumably)\b/i;
