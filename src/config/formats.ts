/** What a report may be written as. */
export const FORMATS = ["text", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"] as const;
export type Format = (typeof FORMATS)[number];

/** What the bugs of a plan or a triage may be written as to be filed, a file each. */
export const ISSUE_FORMATS = ["github-issues", "gitlab-issues"] as const;
export type IssueFormat = (typeof ISSUE_FORMATS)[number];
