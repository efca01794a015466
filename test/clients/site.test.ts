import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { buildSite } from "../../packages/site/build/site.js";
import { faintest, opened, requireChromium, SCREENSHOTS, type Opened } from "../support/chromium.js";
import { ROOT } from "../support/paths.js";

const AGENT = `from pool import reply_socket

def serve(port):
    socket = reply_socket(port)
    socket.bind(f"tcp://*:{port}")

serve(5602)
`;
const POOL = `import zmq

def reply_socket(port):
    socket = zmq.Context.instance().socket(zmq.REP)
    socket.bind(f"tcp://*:{port}")
    return socket
`;

describe("the site, opened from its files", () => {
  const site = mkdtempSync(path.join(tmpdir(), "scarlint-site-"));
  let browser: Browser;

  before(async () => {
    await buildSite(ROOT, site);
    browser = await chromium.launch({ executablePath: requireChromium(), args: ["--no-sandbox"] });
  });
  after(async () => {
    await browser.close();
    rmSync(site, { recursive: true });
  });

  const addressOf = (name: string): string => pathToFileURL(path.join(site, name)).href;

  function open(t: TestContext, address: string, view: Parameters<Browser["newPage"]>[0] = {}): Promise<Opened> {
    return opened(t, browser, address, view);
  }

  const status = (page: Page, text: string): Promise<void> => page.locator("#status").getByText(text).waitFor();

  /** Puts a text in the place of what the editor shows. */
  async function type(page: Page, text: string): Promise<void> {
    await page.locator("#editor .cm-content").click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(text);
  }

  async function name(page: Page, button: string, file: string): Promise<void> {
    await page.getByRole("button", { name: button }).click();
    await page.locator("#path").fill(file);
    await page.keyboard.press("Enter");
    await page.locator("#files [aria-current]").getByText(file, { exact: true }).waitFor();
  }

  it("finds what somebody types, leads to the second file, and opens again by a link", async (t) => {
    const { page, requests, complaints } = await open(t, addressOf("playground.html"));
    await status(page, "1 finding in 3 files.");
    for (let left = 2; left > 0; left--) await page.getByRole("button", { name: "Remove" }).click();
    await name(page, "Rename", "agent.py");
    await type(page, AGENT);
    await status(page, "0 findings in 1 file.");
    await name(page, "Add file", "pool.py");
    await type(page, POOL);
    await status(page, "1 finding in 2 files.");
    const heading = page.locator("#view h2");
    await heading.getByText(/^'socket' is bound again, .* already/).waitFor();
    assert.match((await heading.textContent()) ?? "", / bound in pool\.py:5\.$/);

    const shown = page.locator("#files [aria-current]");
    await page.locator("#files").getByText("agent.py").click();
    assert.equal(await page.locator("#editor .cm-lintRange-error").textContent(), `socket.bind(f"tcp://*:{port}")`);
    await page.getByRole("button", { name: "Next →" }).click();
    assert.equal(await shown.textContent(), "pool.py");
    assert.match((await page.locator("#editor .cm-content").textContent()) ?? "", /def reply_socket/);
    assert.equal(await page.locator("#view .walk [role=status]").textContent(), "Place 2 of 3");

    await page.getByRole("button", { name: "Copy link" }).click();
    await page.waitForURL(/#program=/);
    const again = await open(t, page.url());
    await status(again.page, "1 finding in 2 files.");
    assert.equal(await again.page.locator("#view h2").textContent(), await heading.textContent());
    const asked = [...requests, ...again.requests].filter((url) => !url.startsWith(addressOf("")));
    assert.deepEqual(
      asked.filter((url) => !url.startsWith("blob:")),
      [],
    );
    // Where coloured text is typed over, Chromium would keep its colour by a style of its own, which the policy forbids.
    const typed = complaints.filter((text) => !text.startsWith("Applying inline style"));
    assert.deepEqual([...typed, ...again.complaints], []);
  });

  it("opens the examples of rules, and says so when a link is not whole", async (t) => {
    const { page } = await open(t, addressOf("rules/zmq/rebind.html"));
    await page.getByRole("link", { name: "Open in the playground" }).first().click();
    await status(page, "1 finding in 1 file.");
    const broken = await open(t, `${addressOf("playground.html")}#program=AAAA`);
    await status(broken.page, "The link is not whole; this is an example. 1 finding in 3 files.");
  });

  it("is searched by the keyboard alone", async (t) => {
    const { page, complaints } = await open(t, addressOf("rules/zmq/rebind.html"));
    await page.keyboard.press("/");
    await page.locator("#search-text").waitFor();
    await page.keyboard.type("swallowed-exception");
    await page.locator("#search li").first().waitFor();
    assert.match((await page.locator("#search [role=status]").textContent()) ?? "", /^\d+ results?$/);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/rules\/errors\/swallowed-exception\.html/);
    assert.deepEqual(complaints, []);
  });

  it("has every page behind some link, and every link leads somewhere", async (t) => {
    const { page, complaints } = await open(t, addressOf("index.html"));
    const waiting = [addressOf("index.html")];
    const visited = new Set<string>();
    for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
      if (visited.has(address)) continue;
      visited.add(address);
      await page.goto(address, { waitUntil: "domcontentloaded" });
      const links = await page.evaluate<string[]>("[...document.links].map(({ href }) => href)");
      const own = links.filter((link) => link.startsWith("file:"));
      for (const link of new Set(own)) {
        const [file = ""] = link.split("#");
        assert.ok(existsSync(fileURLToPath(file)), `${address}: ${link}`);
        waiting.push(file);
      }
      const dead = await page.evaluate<string[]>(
        "[...document.links].map((link) => link.getAttribute('href')).filter((to) => to.startsWith('#') && !document.getElementById(to.slice(1)))",
      );
      assert.deepEqual(dead, [], address);
    }
    const pages = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));
    assert.deepEqual([...visited].sort(), pages.map(addressOf).sort());
    assert.deepEqual(complaints, []);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 380]) {
      it(`can be read in the ${colorScheme} at ${String(width)} pixels`, async (t) => {
        const { page } = await open(t, addressOf("index.html"), { colorScheme, viewport: { width, height: 800 } });
        for (const file of ["index.html", "precision.html", "rules/zmq/rebind.html", "playground.html"]) {
          await page.goto(addressOf(file));
          if (file === "playground.html") await status(page, "1 finding in 3 files.");
          const picture = `site-${path.basename(file, ".html")}-${colorScheme}-${String(width)}.png`;
          await page.screenshot({ path: path.join(SCREENSHOTS, picture) });
          assert.ok((await faintest(page)) >= 4.5, `the contrast of ${file}`);
          assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${file} sticks out`);
        }
      });
    }
  }

  it("remembers who wants it light or dark", async (t) => {
    const { page } = await open(t, addressOf("index.html"), { colorScheme: "light" });
    await page.getByRole("button", { name: "Theme: auto" }).click();
    await page.getByRole("button", { name: "Theme: light" }).click();
    await page.goto(addressOf("api.html"));
    await page.getByRole("button", { name: "Theme: dark" }).waitFor();
    assert.notEqual(await page.evaluate("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)");
  });

  it("names everything that can be used, for whoever listens to it", async (t) => {
    const { page } = await open(t, addressOf("playground.html"));
    await status(page, "1 finding in 3 files.");
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const roles = new Set(["button", "link", "combobox", "textbox", "navigation", "region"]);
    const used = nodes.filter(({ role, ignored }) => !ignored && roles.has(String(role?.value)));
    assert.ok(used.length > 15);
    assert.deepEqual(
      used.filter(({ name: said }) => !said?.value).map(({ role }) => String(role?.value)),
      [],
    );
  });

  it("is there within two seconds on a processor four times slower", async (t) => {
    for (const file of ["index.html", "precision.html", "playground.html"]) {
      const { page } = await open(t, "about:blank");
      const session = await page.context().newCDPSession(page);
      // The thread's own time, which is the same however busy the machine is.
      await session.send("Performance.enable", { timeDomain: "threadTicks" });
      await page.goto(addressOf(file));
      const { metrics } = await session.send("Performance.getMetrics");
      const seconds = metrics.find(({ name: metric }) => metric === "TaskDuration")?.value ?? NaN;
      t.diagnostic(`${file} takes ${String(Math.round(seconds * 1000))} ms of the page's thread`);
      assert.ok(seconds * 4 < 2, `${file}: ${String(seconds)} s`);
    }
  });
});
