import { createHash } from "node:crypto";

/** What a page that needs nothing else is made of. */
export interface Parts {
  /** With everything escaped that HTML wants escaped. */
  readonly title: string;
  readonly style: string;
  /** The one script that may run; none without it. */
  readonly script?: string;
  readonly body: string;
}

/** A page in one file, whose policy lets no other script and style run and asks nobody for anything. */
export function htmlDocument({ title, style, script, body }: Parts): string {
  const policy = [
    "default-src 'none'",
    ...(script === undefined ? [] : [`script-src '${digest(script)}'`]),
    `style-src '${digest(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
${body}</body>
</html>
`;
}

const digest = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;
