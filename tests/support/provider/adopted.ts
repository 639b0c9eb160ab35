import ts from "typescript";
import type { ReadWebhook } from "../../../cli/shared/instances/live-webhooks";
import type { EventFlags } from "../../../provider/api/wire";

/** A resource that a program declares: its class, its name and its arguments. */
export interface DeclaredResource {
  readonly type: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What a program reads from secret configuration. */
export interface FromConfig {
  readonly secret: string;
}

/**
 * Compiles a program and runs it, and says what it declares.
 *
 * @throws Error where it is not valid TypeScript.
 */
export function runProgram(text: string): DeclaredResource[] {
  const { outputText, diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ messageText }) => messageText).join("\n"));
  const declared: DeclaredResource[] = [];
  const classOf = (type: string) =>
    class {
      constructor(name: string, args: DeclaredResource["args"]) {
        declared.push({ type, name, args });
      }
    };
  const modules: Readonly<Record<string, object>> = {
    "pulumi-codechat": { Webhook: classOf("Webhook"), WebhookFleet: classOf("WebhookFleet") },
    "@pulumi/pulumi": {
      Config: class {
        requireSecret = (secret: string): FromConfig => ({ secret });
      },
    },
  };
  new Function("require", "exports", outputText)((name: string) => modules[name], {});
  return declared;
}

/** A live webhook as it is read. */
export function readWebhook(given: Partial<ReadWebhook> = {}): ReadWebhook {
  return {
    webhookId: "id-1",
    name: "orders",
    url: "https://shop.example/hook",
    enabled: true,
    createdAt: undefined,
    events: flags({ messagesUpsert: true, chatsSet: false, presenceUpdate: false }),
    listShowsEvents: true,
    ...given,
  };
}

/** Event flags as a server shows them. */
export function flags(states: Readonly<Record<string, boolean>>): EventFlags {
  return new Map(Object.entries(states).map(([name, on]) => [name, { on, spelling: name }]));
}
