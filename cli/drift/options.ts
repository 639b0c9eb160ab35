/** The options of `pulumi-codechat drift`, as a person gives them. */
export interface DriftOptions {
  /** The folder of the project. */
  readonly cwd: string;
  /** Names of stacks. Default: every stack of the project in the backend. */
  readonly stack?: readonly string[];
  /** Stacks that are worked on at the same time. */
  readonly parallel: number;
  /** Print the report as JSON. */
  readonly json?: true;
  /** Print the report as Markdown. */
  readonly markdown?: true;
  /** A file to write the report to, as an HTML page. */
  readonly html?: string;
  /** A file to write the report to, as JUnit XML. */
  readonly junit?: string;
  /** Settle what has drifted. */
  readonly repair?: true;
}
