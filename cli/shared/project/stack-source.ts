/** Where the state and the configuration of stacks come from. */
export interface StackSource {
  /** The folder of the project's program; a relative `codechat:caFile` begins there. */
  readonly programFolder: string;
  /** The stack's deployment as the engine exports it, secrets in plain text. */
  state(stack: string): Promise<unknown>;
  /** The stack's configuration as it is now, by full key, secrets in plain text. */
  config(stack: string): Promise<ReadonlyMap<string, string>>;
}
