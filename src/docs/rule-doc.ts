/** What the comment above a rule says to people, as Markdown. */
export interface RuleDoc {
  /** `domain/name`. */
  readonly id: string;
  /** The comment's first sentence. */
  readonly summary: string;
  /** Why it hurts: what follows the first sentence. */
  readonly description: string;
  /** Python programs that the rule reports. */
  readonly bad: readonly string[];
  /** Python programs that it leaves alone. */
  readonly good: readonly string[];
  /** What the rule does not see. */
  readonly limits: string;
  /** When a team is right to turn it off. */
  readonly off: string;
  /** Where to read on. */
  readonly see: readonly string[];
}
