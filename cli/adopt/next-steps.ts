import { shellWord } from "../shared/terminal/words";

/** What the stack still lacks before its first `pulumi up`. */
export interface StackNeeds {
  /** The project's folder, as the user named it. */
  readonly folder: string;
  /** The stack; `undefined` where none was created. */
  readonly stack: string | undefined;
  /** The file that maps instances to tokens, relative to the folder; `undefined` where there is none. */
  readonly tokensFile: string | undefined;
  /** Whether `CODECHAT_TOKEN` is the token of an instance that the file does not name. */
  readonly usesEnvironment: boolean;
  /** Keys of the configuration that the program reads urls with user info from. */
  readonly secretUrlKeys: readonly string[];
}

/** One command, and what it is for. */
export interface Step {
  readonly command: string;
  readonly purpose: string;
}

/** The commands from the written project to its first `pulumi up`; no token stands in any of them. */
export function nextSteps(needs: StackNeeds): Step[] {
  return [
    { command: `cd ${shellWord(needs.folder)}`, purpose: "" },
    { command: "npm install", purpose: "" },
    ...(needs.stack === undefined ? setUpSteps(needs) : []),
    { command: "pulumi preview", purpose: "every webhook as one to create: that takes over the live one" },
    { command: "pulumi up", purpose: "takes them over as they are" },
    {
      command: "pulumi preview --refresh --run-program --expect-no-changes",
      purpose: "nothing to do: what is live is what is declared",
    },
  ];
}

/** The steps as lines for a terminal or a code block. */
export function printSteps(steps: readonly Step[]): string {
  const width = Math.max(...steps.map(({ command }) => command.length));
  return steps
    .map(({ command, purpose }) => (purpose === "" ? command : `${command.padEnd(width)}   # ${purpose}`))
    .join("\n");
}

function setUpSteps({ tokensFile, usesEnvironment, secretUrlKeys }: StackNeeds): Step[] {
  const secret = "pulumi config set --secret";
  return [
    { command: "pulumi stack init dev", purpose: "" },
    ...(tokensFile === undefined
      ? []
      : [{ command: `${secret} codechat:tokens < ${shellWord(tokensFile)}`, purpose: "" }]),
    ...(usesEnvironment
      ? [{ command: `printenv CODECHAT_TOKEN | ${secret} codechat:token`, purpose: "" }]
      : []),
    ...secretUrlKeys.map((key) => ({
      command: `${secret} ${key}`,
      purpose: "asks for its url, as it is live",
    })),
  ];
}
