import { HOMEPAGE } from "../../../src/version.js";
import { escaped, upFrom } from "./html.js";

/** A page of the site, whatever is on it. */
export interface Page {
  /** From the site's root: `rules/zmq/rebind.html`. */
  readonly address: string;
  /** The part of the site that it belongs to, as the bar above calls it. */
  readonly part?: "Docs" | "Rules" | "Playground";
  readonly title: string;
  readonly summary: string;
  /** The HTML of what is between the bar above and the end. */
  readonly body: string;
  /** Scripts of its own, by the name of the file. */
  readonly scripts?: readonly string[];
  /** What its policy allows beside the site's own scripts and styles. */
  readonly policy?: Readonly<Record<string, string>>;
}

/** What is open to every page: the site's own script and style, and nothing that lies elsewhere. */
const POLICY: Readonly<Record<string, string>> = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
};

/** The whole of a page. */
export function pageOf({ address, part, title, summary, body, scripts = [], policy = {} }: Page): string {
  const up = upFrom(address);
  const rules = Object.entries({ ...POLICY, ...policy }).map((parts) => parts.join(" "));
  const links = LINKS.map(({ name, to }) => {
    const here = address === to ? ' aria-current="page"' : name === part ? ' aria-current="true"' : "";
    return `<a href="${up}${to}"${here}>${name}</a>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${rules.join("; ")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="description" content="${escaped(summary)}">
<title>${escaped(title)}</title>
<link rel="icon" href="${up}icon.svg">
<link rel="stylesheet" href="${up}site.css">
<script src="${up}site.js" data-root="${up}"></script>
${scripts.map((name) => `<script src="${up}${name}" defer></script>`).join("\n")}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="bar">
<a class="brand" href="${up}index.html">scarlint</a>
<nav aria-label="Site">
${links.join("\n")}
<a href="${HOMEPAGE}">Source</a>
</nav>
<div class="tools" id="tools"></div>
</header>
${body}
</body>
</html>
`;
}

const LINKS = [
  { name: "Docs", to: "getting-started.html" },
  { name: "Rules", to: "rules/index.html" },
  { name: "Playground", to: "playground.html" },
];
