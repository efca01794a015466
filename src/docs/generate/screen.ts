import { spawnSync } from "node:child_process";
import path from "node:path";

/** Where the picture of a report is. */
export const SCREEN = "docs/screen.svg";

/** What the picture shows: a program of the fixtures, as a terminal of so many columns shows its report. */
export const COLUMNS = 100;
const FILE = "fixtures/zmq/rebind/pooled_agents/agents/executor.py";
export const SHOWN: readonly string[] = ["--no-cache", FILE];

/** Pixels. */
const CHARACTER = 8.43;
const LINE = 19;
const MARGIN = 20;

/** What begins or ends a color. */
const CODE = new RegExp(`${String.fromCharCode(27)}\\[(\\d+)m`);
/** What each code begins. */
const CLASSES: Readonly<Record<string, string>> = { 1: "b", 2: "d", 31: "r", 32: "g", 33: "y", 34: "u", 36: "c" };
/** Which codes end which. */
const ENDS: Readonly<Record<string, readonly string[]>> = { 22: ["b", "d"], 39: ["r", "g", "y", "u", "c"] };

/** Runs the built command and draws what it prints. */
export function screen(root: string): string {
  const env = { ...process.env, FORCE_COLOR: "1", COLUMNS: String(COLUMNS) };
  const command = path.join(root, "dist/src/cli/launch.cjs");
  const { stdout } = spawnSync(process.execPath, [command, ...SHOWN], { cwd: root, env, encoding: "utf8" });
  return toSvg(stdout);
}

/** Text with a terminal's colors as a picture, readable on light and on dark pages. The time that a scan took is left out. */
export function toSvg(report: string): string {
  const lines = [
    `$ scarlint ${FILE}`,
    ...report
      .replace(/, \d+\.\d s/g, "")
      .trimEnd()
      .split("\n"),
  ];
  const [width, height] = [COLUMNS * CHARACTER + 2 * MARGIN, lines.length * LINE + 2 * MARGIN].map(Math.ceil);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}" role="img">
  <title>A report of scarlint</title>
  <style>
    rect { fill: #ffffff; stroke: #d0d7de; }
    text { fill: #1f2328; font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre; }
    .b { font-weight: 600; } .d { fill: #656d76; }
    .r { fill: #cf222e; } .g { fill: #1a7f37; } .y { fill: #9a6700; } .u { fill: #0969da; } .c { fill: #1b7c83; }
    @media (prefers-color-scheme: dark) {
      rect { fill: #0d1117; stroke: #30363d; } text { fill: #e6edf3; } .d { fill: #8d96a0; }
      .r { fill: #ff7b72; } .g { fill: #3fb950; } .y { fill: #d29922; } .u { fill: #58a6ff; } .c { fill: #39c5cf; }
    }
  </style>
  <rect x="0.5" y="0.5" width="${String((width ?? 0) - 1)}" height="${String((height ?? 0) - 1)}" rx="8"/>
${lines.map(drawn).join("\n")}
</svg>
`;
}

function drawn(line: string, index: number): string {
  const style = new Set<string>();
  const parts = line.split(CODE).map((part, at) => {
    if (at % 2 === 0) return spanned(part, [...style]);
    const begun = CLASSES[part];
    if (begun !== undefined) style.add(begun);
    for (const ended of ENDS[part] ?? []) style.delete(ended);
    return "";
  });
  return `  <text x="${String(MARGIN)}" y="${String(MARGIN + (index + 1) * LINE - 5)}" xml:space="preserve">${parts.join("")}</text>`;
}

function spanned(text: string, classes: readonly string[]): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return classes.length === 0 || text === "" ? escaped : `<tspan class="${classes.join(" ")}">${escaped}</tspan>`;
}
