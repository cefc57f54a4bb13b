/** Names that a program has already, or cannot have. */
const isTaken = (name: string): boolean => Object.hasOwn(globalThis, name) || !/^[A-Za-z_$][\w$]*$/.test(name);

/** What a person's own code finds without an import: everything but what would hide a name of the language. */
export const scopeOf = (exports: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(exports).filter(([name]) => !isTaken(name)));
