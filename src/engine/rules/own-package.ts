import module, { type ResolveHook } from "node:module";

/** What this Node has to change how imports are found: one or the other, the first hardly before 20.6. */
const { register, registerHooks } = module as Partial<Pick<typeof module, "register">> & {
  readonly registerHooks?: (hooks: { readonly resolve: ResolveHook }) => void;
};

let isRegistered = false;

/**
 * Leads what a thread imports as `scarlint/…` from now on to the scarlint that runs, wherever it is installed: rules of a
 * team's own would find another one, whose classes are others, or none where it is installed globally.
 */
export function leadToOwnPackage(): void {
  if (isRegistered) return;
  isRegistered = true;
  if (registerHooks) registerHooks({ resolve });
  else register?.(import.meta.url);
}

/** A package finds itself by its own name. */
export const resolve: ResolveHook = (specifier, context, next) =>
  /^scarlint(\/|$)/.test(specifier)
    ? next(specifier, { ...context, parentURL: import.meta.url })
    : next(specifier, context);
