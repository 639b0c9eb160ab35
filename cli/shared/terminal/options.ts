import { Option } from "commander";

/** Gathers the values of an option that may be repeated. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** `--cwd`: where the project is. */
export function cwdOption(): Option {
  return new Option("-C, --cwd <dir>", "folder of the Pulumi project").default(".");
}

/** `--stack`, which may be repeated. */
export function stacksOption(): Option {
  const description = "a stack, may be repeated (default: every stack of the project in the backend)";
  return new Option("-s, --stack <name>", description).argParser(collect);
}

/** `--instance`, which may be repeated. @param description what is done with the instance */
export function instanceOption(description: string): Option {
  return new Option("-i, --instance <id>", description).argParser(collect);
}

/** `--instances`: a file with many of them. */
export function instancesOption(): Option {
  return new Option(
    "--instances <file>",
    "JSON file: a list of instance ids, or a map of instance id and token",
  );
}

/** `--base-url`. @param fallback what counts without it */
export function baseUrlOption(fallback = "CODECHAT_BASE_URL"): Option {
  return new Option("--base-url <url>", `the server's address, without /api/v2 (default: ${fallback})`);
}

/** `--ca-file`. */
export function caFileOption(): Option {
  return new Option("--ca-file <file>", "certificates of a private CA to trust, PEM");
}

/** `--json`. @param what is printed so */
export function jsonOption(what: string): Option {
  return new Option("--json", `print ${what} as JSON`);
}
