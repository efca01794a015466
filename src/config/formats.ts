/** What a report may be written as. */
export const FORMATS = ["text", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"] as const;
export type Format = (typeof FORMATS)[number];
