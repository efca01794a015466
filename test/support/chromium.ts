import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import type { Browser, Page } from "playwright-core";
import { ROOT } from "./paths.js";

/** Where pictures of pages are left, for whoever changes them to look at. */
export const SCREENSHOTS = path.join(ROOT, "dist/screenshots");

/** Minutes that installing a browser may take. */
export const LONG = 12;

const found = (): string | undefined =>
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((file) => existsSync(file));

/** A real browser, from the distribution where the machine has none. */
export function requireChromium(): string {
  const said = found() === undefined ? [["update"], ["install", "--yes", "--no-install-recommends", "chromium"]] : [];
  const texts = said.map((args) => {
    // Two tests may need one at the same time, and apt-get lets only one work.
    const command = [path.join(tmpdir(), "scarlint-apt.lock"), "apt-get", ...args];
    const { stdout, stderr, error } = spawnSync("flock", command, { encoding: "utf8", timeout: LONG * 60_000 });
    return error ? error.message : stdout + stderr;
  });
  const installed = found();
  assert.ok(
    installed,
    `Chromium is needed here and apt-get could not install it; install it yourself: ${texts.join("")}`,
  );
  return installed;
}

/** A page, and what it asked for and complained of. */
export interface Opened {
  readonly page: Page;
  readonly requests: string[];
  readonly complaints: string[];
}

/** Opens a page that goes when the test ends. @param view how wide it is, which colours it wants */
export async function opened(
  t: TestContext,
  browser: Browser,
  address: string,
  view: Parameters<Browser["newPage"]>[0] = {},
): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...view });
  t.after(() => page.close());
  page.setDefaultTimeout(LONG * 60_000);
  const [requests, complaints]: [string[], string[]] = [[], []];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(address);
  return { page, requests, complaints };
}

/** Run in the page: the contrast of the faintest text that can be seen, as the guidelines for accessible pages reckon it. */
const FAINTEST = `
  const light = (color) => {
    const [red, green, blue] = color.match(/[\\d.]+/g).map((part) => {
      const value = Number(part) / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element) => {
    const color = getComputedStyle(element).backgroundColor;
    return color === "rgba(0, 0, 0, 0)" ? behind(element.parentElement) : color;
  };
  const isShown = (element) =>
    element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue.trim());
  const contrasts = [...document.body.querySelectorAll("*")].filter(isShown).map((element) => {
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  });
  Math.min(...contrasts)
`;
export const faintest = (page: Page): Promise<number> => page.evaluate<number>(FAINTEST);
