import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import type { Finding, Place, ScanResult } from "../../src/engine/finding/finding.js";
import { loadDocs } from "../../src/engine/rules/docs.js";
import { toHtml } from "../../src/report/html.js";
import { scarlint, workspace } from "../cli/command.js";
import { faintest, opened, requireChromium, SCREENSHOTS, type Opened } from "../support/chromium.js";

/** A shop whose jobs unpickle what comes from sockets, 30,000 times. */
function enormous(): ScanResult {
  const place = (file: string, line: number, code: string, what: string): Place => {
    const column = code.indexOf(what) + 1;
    return { path: file, start: { line, column }, end: { line, column: column + what.length }, line: code };
  };
  const findings = Array.from({ length: 30_000 }, (_, n): Finding => {
    const file = `shop/${n % 3 === 0 ? "api" : "jobs"}/module_${String(n % 300)}.py`;
    const line = 10 + Math.floor(n / 300) * 5;
    const source = place(
      `shop/wire_${String(n % 50)}.py`,
      6,
      "    return connection.recv(4096)",
      "connection.recv(4096)",
    );
    const receives = place(file, line - 1, `    data = receive_${String(n)}(server)`, "data");
    const loads = place(file, line, "    return pickle.loads(data)", "pickle.loads(data)");
    return {
      ...loads,
      rule: n % 100 === 0 ? "inject/eval-of-config" : "deserialize/untrusted-pickle",
      severity: (["critical", "high", "medium", "low"] as const)[n % 4] ?? "low",
      message: `'pickle.loads' runs what receive_${String(n)} has got from [a socket](1).`,
      related: [{ ...source, message: "bytes from a socket" }],
      flow: [
        { ...source, message: "bytes from a socket" },
        { ...receives, message: "they are called data" },
        { ...loads, message: "they are unpickled" },
      ],
      lineHash: "",
      fixes: [],
      ...(n % 10 === 0 && { purpose: "test" as const }),
      sharedCause: { ...source, message: "bytes from a socket", findings: 600 },
    };
  });
  return { root: "/srv/shop", findings, suppressed: [], failures: [], paths: [], files: 350, lines: 250_000 };
}

describe("an HTML report in a browser", () => {
  let browser: Browser;
  let large: string;

  before(async () => {
    browser = await chromium.launch({ executablePath: requireChromium(), args: ["--no-sandbox"] });
    const docs = await loadDocs();
    large = toHtml(enormous(), { version: "1.0.0", name: "shop", docs, linesOf: () => undefined });
  });
  after(() => browser.close());

  function open(t: TestContext, html: string, view: Parameters<Browser["newPage"]>[0] = {}): Promise<Opened> {
    const file = path.join(workspace(t), "report.html");
    writeFileSync(file, html);
    return opened(t, browser, pathToFileURL(file).href, view);
  }

  const rows = (page: Page) => page.locator("#list a");
  const status = (page: Page): Promise<string | null> => page.locator("#status").textContent();

  it("opens with 30,000 findings, and makes the rows that somebody comes to", async (t) => {
    const start = performance.now();
    const { page, requests, complaints } = await open(t, large);
    await page.keyboard.press("j");
    await page.locator("article .note").first().waitFor();
    t.diagnostic(
      `a finding is open ${String(Math.round(performance.now() - start))} ms after the report was asked for`,
    );
    assert.equal(await status(page), "30,000 findings");
    assert.ok((await rows(page).count()) < 1000);
    await rows(page).last().scrollIntoViewIfNeeded();
    await rows(page).nth(150).waitFor({ state: "attached" });
    assert.deepEqual([requests.length, complaints], [1, []]);
  });

  it("is filtered, walked and left by the keyboard alone", async (t) => {
    const { page } = await open(t, large);
    await page.keyboard.press("/");
    await page.keyboard.type("receive_30 pickle");
    await page.keyboard.press("Tab");
    await page.keyboard.type("api/");
    assert.equal(await status(page), "39 of 30,000 findings");
    await page.getByRole("checkbox", { name: /^critical/ }).press("Space");
    assert.match((await status(page)) ?? "", /^\d\d of 30,000 findings$/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const current = page.locator("#list a[aria-current]");
    assert.match((await current.textContent()) ?? "", /receive_30\d/);
    const note = page.locator("article .note[aria-current]");
    const seen = [await note.textContent()];
    for (let step = 0; step < 3; step++) {
      await page.keyboard.press("n");
      seen.push(await note.textContent());
    }
    await page.keyboard.press("p");
    seen.push(await note.textContent());
    assert.deepEqual(seen, [
      "1Step 1: bytes from a socket",
      "2Step 2: they are called data",
      "3Step 3: they are unpickled",
      "3Step 3: they are unpickled",
      "2Step 2: they are called data",
    ]);
    const before = page.url();
    await page.keyboard.press("j");
    assert.notEqual(page.url(), before);
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate("document.activeElement.matches('#list a')"), true);
    await page.keyboard.press("x");
    await page.getByRole("status").getByText("30,000 findings", { exact: true }).waitFor();
  });

  it("is put together by severity, rule, file and cause", async (t) => {
    const { page } = await open(t, large);
    const groups: string[] = [];
    for (const grouping of ["severity", "rule", "file", "cause"]) {
      await page.getByLabel("Group by").selectOption(grouping);
      groups.push((await page.locator("#list h3").first().textContent()) ?? "");
    }
    assert.deepEqual(groups, [
      "critical7,500 findings",
      "deserialize/untrusted-pickle29,700 findings",
      "shop/api/module_0.py100 findings",
      "shop/wire_0.py:6:12 bytes from a socket600 findings",
    ]);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 380]) {
      it(`can be read in the ${colorScheme} at ${String(width)} pixels`, async (t) => {
        const screenshot = (name: string): string =>
          path.join(SCREENSHOTS, `${name}-${colorScheme}-${String(width)}.png`);
        const { page } = await open(t, large, { colorScheme, viewport: { width, height: 800 } });
        await page.screenshot({ path: screenshot("overview") });
        assert.ok((await faintest(page)) >= 4.5, "the contrast of the overview");
        await page.keyboard.press("j");
        await page.locator("article .note").first().waitFor();
        await page.screenshot({ path: screenshot("finding") });
        assert.ok((await faintest(page)) >= 4.5, "the contrast of a finding");
        assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out");
        const background = await page.evaluate("getComputedStyle(document.body).backgroundColor");
        assert.equal(background === "rgb(255, 255, 255)", colorScheme === "light");
      });
    }
  }

  it("names everything that can be used, for whoever listens to it", async (t) => {
    const { page } = await open(t, large);
    await page.keyboard.press("j");
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const roles = new Set(["button", "link", "checkbox", "combobox", "searchbox", "dialog", "navigation", "search"]);
    const used = nodes.filter(({ role, ignored }) => !ignored && roles.has(String(role?.value)));
    assert.ok(used.length > 20);
    assert.deepEqual(
      used.filter(({ name }) => !name?.value).map(({ role }) => String(role?.value)),
      [],
    );
  });

  it("says above all else what is missing, and that there is nothing where nothing is", async (t) => {
    const nothing = { ...enormous(), findings: [], failures: [{ path: "zeros.py", message: "holds NUL bytes" }] };
    const html = toHtml(nothing, { version: "1.0.0", name: "shop", docs: new Map(), linesOf: () => undefined });
    for (const width of [1280, 380]) {
      const { page } = await open(t, html, { viewport: { width, height: 800 } });
      await page.getByText("This run is incomplete: 1 failure").click();
      await page.getByText("zeros.py: holds NUL bytes").waitFor();
      await page.getByText("There is no such finding.").waitFor();
      await page.screenshot({ path: path.join(SCREENSHOTS, `nothing-${String(width)}.png`) });
    }
  });

  it("prints what is chosen, each with its code", async (t) => {
    const { page } = await open(t, large);
    await page.locator("#text").fill("receive_300");
    const papers = page.locator("#paper article");
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    const printed = await papers.allTextContents();
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    assert.equal(printed.length, 11);
    for (const paper of printed) assert.match(paper, /return pickle\.loads\(data\)/);
    assert.equal(await papers.count(), 0);
  });

  it("shows hostile code as text", async (t) => {
    const owns = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">";
    const cwd = workspace(t, {
      "inbox.py": `import pickle\nimport socket\n\n\ndef receive(server: socket.socket):\n    data = server.recv(9)  # ${owns}\u202e\n    return pickle.loads(data)\n`,
    });
    const { stdout, code } = await scarlint(["--format", "html"], { cwd });
    assert.equal(code, 1);
    const { page, requests, complaints } = await open(t, stdout);
    await page.keyboard.press("j");
    const shown = await page.locator("article .code").first().textContent();
    assert.ok(shown?.includes(`# ${owns}\\u202e`), shown ?? "");
    assert.match(await page.title(), /: scarlint report$/);
    assert.deepEqual([requests.length, complaints], [1, []]);
  });
});
