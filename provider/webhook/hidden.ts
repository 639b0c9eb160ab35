/** What the resource classes add to the arguments; the engine shows no property whose name begins so. */
export interface HiddenInputs {
  /** The line that loads the provider. */
  readonly __provider: string;
  /** The resource's logical name, after its parents. For `check` alone: it takes it out. */
  readonly __owner?: string;
  /** Why the program itself refuses the declaration, beside others. For `check` alone. */
  readonly __refusal?: string;
}

/** Inputs or outputs as the engine's launcher passes them. */
export type Bag<T> = T & HiddenInputs;

/** Inputs or outputs without what is hidden in them. */
export function withoutHidden<T extends object>(bag: T & Partial<HiddenInputs>): Omit<T, keyof HiddenInputs> {
  const { __provider, __owner, __refusal, ...rest } = bag;
  return rest;
}
