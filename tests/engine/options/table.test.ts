import {
  declareOptions,
  type Noted,
  nameOf,
  type Phase,
  TYPES,
  type Type,
} from "../../support/engine/options";
import { checkOptions, type Verdict } from "../../support/engine/options-document";
import { failureOf } from "../../support/engine/outcome";
import { useStack } from "../../support/engine/scene";
import type { ResourceInState } from "../../support/engine/stack";
import { INSTANCE } from "../../support/server/server";

/** A resource as the export has it. */
interface Exported extends ResourceInState {
  readonly parent?: string;
  readonly provider?: string;
}

const SECRET = "4dabf18193072939515e22adb298388d";

/** What is expected of an option and said about it; how it shows. */
interface Trial {
  readonly option: string;
  readonly expected: Verdict;
  readonly says: string;
  /** Whether what is expected has been observed. */
  readonly shows: (type: Type) => boolean;
}

describe("each of Pulumi's resource options, on each resource", () => {
  const scene = useStack();
  const noted: Noted = { hooks: [], refusals: new Map(), read: new Map() };
  const outputs: Partial<Record<Phase | "diff" | "destroy", string>> = {};
  const states: Partial<Record<Phase, Exported[]>> = {};
  const lives: Partial<Record<Phase, string[]>> = {};

  const live = () =>
    scene.server.webhooks(INSTANCE).map(({ name, url, webhookId }) => `${name} ${url} ${webhookId}`);
  const run = async (phase: Phase) => {
    const { output } = await scene.stack.up(() => declareOptions(phase, scene.server.url, noted));
    outputs[phase] = output;
    states[phase] = (await scene.stack.resources()) as Exported[];
    lives[phase] = live();
  };

  beforeAll(async () => {
    await run("create");
    const preview = await scene.stack.preview(() => declareOptions("change", scene.server.url, noted), {
      diff: true,
    });
    outputs.diff = preview.output;
    await run("change");
    await run("remove");
    outputs.destroy = (await failureOf(scene.stack.destroy())).output;
  });

  const inState = (phase: Phase, type: Type, option: string) =>
    states[phase]?.find(({ urn }) => urn.endsWith(`:${type}::${nameOf(type, option)}`));
  const did = (phase: Phase, type: Type, option: string, what: string) =>
    new RegExp(`${type} ${nameOf(type, option)} ${what}`).test(outputs[phase] ?? "");
  const at = (phase: Phase, type: Type, option: string, what: string) =>
    outputs[phase]?.search(new RegExp(`${type} ${nameOf(type, option)} ${what}`)) ?? -1;
  const liveOf = (phase: Phase, type: Type, option: string) =>
    (lives[phase] ?? []).filter((line) => line.startsWith(`${nameOf(type, option)} `));
  const isReplaced = (type: Type, option: string) =>
    did("change", type, option, "replaced") && liveOf("change", type, option).length === 1;
  const isRefused = (type: Type, option: string) =>
    noted.refusals.get(nameOf(type, option))?.includes(`the option ${option} is`) ?? false;
  const isUpdated = (type: Type, option: string) =>
    did("create", type, option, "created") && did("change", type, option, "updated");

  const TRIALS: Trial[] = [
    {
      option: "additionalSecretOutputs",
      expected: "obeyed",
      says: "`token` and `tokens` are always secret",
      shows: (type) =>
        SECRET in Object(inState("change", type, "additionalSecretOutputs")?.outputs["events"]),
    },
    {
      option: "aliases",
      expected: "obeyed",
      says: "a renamed resource keeps its live webhook without it, too: it finds it by name and url",
      shows: (type) =>
        inState("change", type, "aliases")?.id === inState("create", type, "aliases-before")?.id &&
        liveOf("change", type, "aliases").length === 1,
    },
    {
      option: "customTimeouts",
      expected: "no effect",
      says: "the engine does not tell dynamic providers; set `codechat:timeoutSeconds`",
      shows: (type) => isUpdated(type, "customTimeouts"),
    },
    {
      option: "deleteBeforeReplace",
      expected: "obeyed",
      says: "the webhook then gets a new id; without it a replacement keeps the id if it can",
      shows: (type) =>
        isReplaced(type, "deleteBeforeReplace") &&
        at("change", type, "deleteBeforeReplace", "deleted original") <
          at("change", type, "deleteBeforeReplace", "created replacement"),
    },
    {
      option: "deletedWith",
      expected: "obeyed",
      says: "**the live webhook stays**: CodeChat deletes no webhook together with something else",
      shows: (type) =>
        !inState("remove", type, "deletedWith") && liveOf("remove", type, "deletedWith").length === 1,
    },
    {
      option: "dependsOn",
      expected: "obeyed",
      says: "",
      shows: (type) =>
        at("create", type, "additionalSecretOutputs", "created") <
        at("create", type, "dependsOn", "creating"),
    },
    {
      option: "envVarMappings",
      expected: "refused",
      says: "it is for providers; see `provider`",
      shows: (type) => isRefused(type, "envVarMappings"),
    },
    {
      option: "hideDiffs",
      expected: "obeyed",
      says: "paths as in `ignoreChanges`",
      shows: (type) => {
        const planOf = (option: string) => {
          const [, plan = ""] = outputs.diff?.split(`::${nameOf(type, option)}]`) ?? [];
          return plan.split("[urn=")[0] ?? "";
        };
        return (
          planOf("parent").includes("/after") &&
          !planOf("hideDiffs").includes("/after") &&
          isUpdated(type, "hideDiffs")
        );
      },
    },
    {
      option: "hooks",
      expected: "obeyed",
      says: "",
      shows: (type) =>
        ["beforeCreate", "afterCreate", "beforeUpdate", "afterUpdate"].every(
          (when) => noted.hooks.filter((ran) => ran === `${nameOf(type, "hooks")} ${when}`).length === 1,
        ),
    },
    {
      option: "id",
      expected: "refused",
      says: "dynamic resources are not read by their id; to take over a live webhook, declare `webhookId`, or its name and url",
      shows: (type) => isRefused(type, "id"),
    },
    {
      option: "ignoreChanges",
      expected: "obeyed",
      says: "see below",
      shows: (type) =>
        !did("change", type, "ignoreChanges", "updated") &&
        liveOf("change", type, "ignoreChanges").every((line) => line.includes("/before")),
    },
    {
      option: "import",
      expected: "refused",
      says: "dynamic resources cannot be imported; declare `webhookId`, or its name and url",
      shows: (type) => isRefused(type, "import"),
    },
    {
      option: "parent",
      expected: "obeyed",
      says: "",
      shows: (type) => inState("create", type, "parent")?.parent?.endsWith("::group") ?? false,
    },
    {
      option: "pluginDownloadURL",
      expected: "no effect",
      says: "the provider comes with the package",
      shows: (type) => isUpdated(type, "pluginDownloadURL"),
    },
    {
      option: "protect",
      expected: "obeyed",
      says: "members that are taken out of a fleet are removed nevertheless",
      shows: (type) =>
        (outputs.destroy?.includes("protect") ?? false) && inState("remove", type, "protect") !== undefined,
    },
    {
      option: "provider",
      expected: "obeyed",
      says: 'of the package `pulumi-nodejs`; then its properties, such as `"codechat:token"`, are the configuration, not the stack\'s',
      shows: (type) => inState("create", type, "provider")?.provider?.includes("::own::") ?? false,
    },
    {
      option: "providers",
      expected: "obeyed",
      says: "given to a component that is the parent; see `provider`",
      shows: (type) => inState("create", type, "providers")?.provider?.includes("::own::") ?? false,
    },
    {
      option: "replaceOnChanges",
      expected: "obeyed",
      says: "there is one live webhook afterwards; see below",
      shows: (type) => isReplaced(type, "replaceOnChanges"),
    },
    {
      option: "replaceWith",
      expected: "obeyed",
      says: "there is one live webhook afterwards",
      shows: (type) => isReplaced(type, "replaceWith"),
    },
    {
      option: "replacementTrigger",
      expected: "obeyed",
      says: "there is one live webhook afterwards",
      shows: (type) => isReplaced(type, "replacementTrigger"),
    },
    {
      option: "retainOnDelete",
      expected: "obeyed",
      says: 'the resource leaves the state and its webhooks stay; `onDestroy: "retain"` does the same, also for a member that is taken out',
      shows: (type) =>
        !inState("remove", type, "retainOnDelete") && liveOf("remove", type, "retainOnDelete").length === 1,
    },
    {
      option: "transformations",
      expected: "obeyed",
      says: "they see the canonical form; see below",
      shows: (type) => liveOf("create", type, "transformations-transformed").length === 1,
    },
    {
      option: "transforms",
      expected: "obeyed",
      says: "they see the canonical form; see below",
      shows: (type) => liveOf("create", type, "transforms-transformed").length === 1,
    },
    {
      option: "urn",
      expected: "obeyed",
      says: "reads a resource that the same run has registered; registers nothing",
      shows: (type) =>
        inState("change", type, "urn") === undefined && noted.read.get(nameOf(type, "urn")) !== undefined,
    },
    {
      option: "version",
      expected: "no effect",
      says: "it is always the installed version",
      shows: (type) => isUpdated(type, "version"),
    },
  ];

  const verdict = ({ expected, shows }: Trial, type: Type) => (shows(type) ? expected : `not ${expected}`);

  test("turns out as expected", () => {
    const found = TRIALS.map((trial) => [trial.option, ...TYPES.map((type) => verdict(trial, type))]);
    expect(found).toEqual(TRIALS.map(({ option, expected }) => [option, expected, expected]));
  });

  test("docs/resource-options.md says so", () => {
    const rows = TRIALS.map((trial) => ({
      option: trial.option,
      webhook: verdict(trial, "Webhook"),
      fleet: verdict(trial, "WebhookFleet"),
      says: trial.says,
    }));
    expect(checkOptions(rows)).toBe("current");
  });
});
