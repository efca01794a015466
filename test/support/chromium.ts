import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
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
