import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { explain } from "./errors";
import { create, destroy, drift, type Result, update } from "./operations";
import { forEachInParallel } from "./parallel";
import { knownStacks } from "./stack";
import { readTenants, type Tenant } from "./tenants";

interface Options {
  readonly tenants: string;
  readonly parallel: number;
}

const FAILED = 1;
const DRIFTED = 2;

const program = new Command("tenants")
  .description("a stack of webhooks for each tenant in tenants.json")
  .option("--tenants <file>", "the tenants", join(__dirname, "tenants.json"))
  .addOption(new Option("--parallel <n>", "tenants at the same time").default(4).argParser(parseParallel));

for (const [name, description, operation] of [
  ["create", "create the stack and the webhooks of new tenants", create],
  ["update", "make live webhooks as declared, whoever changed them", update],
  ["drift", "say how live webhooks differ; exit status 2 where one does", drift],
] as const) {
  program
    .command(name)
    .description(description)
    .argument("[tenant...]", "default: every tenant that is declared")
    .action((names: string[]) => run(names, (_tenant, declared) => operation(required(declared))));
}
program
  .command("destroy")
  .description("delete the webhooks and the stacks of tenants")
  .argument("<tenant...>", "declared or not")
  .requiredOption("--yes", "really")
  .action((names: string[]) => run(names, destroy));
program.command("list").description("tenants that are declared or have a stack").action(list);

/** Does it for each tenant; the failure of one does not keep the others from being done. */
async function run(
  names: readonly string[],
  operation: (tenant: string, declared: Tenant | undefined) => Promise<Result>,
): Promise<void> {
  const { tenants, parallel } = program.opts<Options>();
  const declared = readTenants(tenants, process.env["CODECHAT_TOKENS"]);
  const chosen = names.length > 0 ? [...new Set(names)] : [...declared.keys()];
  const problems = { failed: false, drifted: false };
  await forEachInParallel(chosen, parallel, async (tenant) => {
    try {
      const { text, drifted } = await operation(tenant, declared.get(tenant));
      console.log(`${tenant}: ${text}`);
      problems.drifted ||= drifted === true;
    } catch (error) {
      console.error(`${tenant}: failed: ${explain(error)}`);
      problems.failed = true;
    }
  });
  // An error is the worse news.
  if (problems.failed) process.exitCode = FAILED;
  else if (problems.drifted) process.exitCode = DRIFTED;
}

async function list(): Promise<void> {
  const { tenants } = program.opts<Options>();
  const declared = readTenants(tenants, process.env["CODECHAT_TOKENS"]);
  const known = await knownStacks();
  for (const tenant of [...new Set([...declared.keys(), ...known.keys()])].sort()) {
    const instances = declared.get(tenant)?.instances.join(", ") ?? "not declared";
    const stack = known.get(tenant);
    console.log(
      [tenant, instances, stack ? `updated ${stack.lastUpdate ?? "never"}` : "no stack"].join("\t"),
    );
  }
}

function required(declared: Tenant | undefined): Tenant {
  if (!declared) throw new Error("it is not in the file of tenants");
  return declared;
}

function parseParallel(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text))
    throw new InvalidArgumentError("It must be a whole number from 1 to 999.");
  return Number(text);
}

program.parseAsync().catch((error: unknown) => {
  console.error(`error: ${explain(error)}`);
  process.exitCode = FAILED;
});
