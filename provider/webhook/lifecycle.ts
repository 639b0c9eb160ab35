import type {
  CheckResult,
  ConfigureRequest,
  CreateResult,
  DiffResult,
  ReadResult,
  ResourceProvider,
  UpdateResult,
} from "@pulumi/pulumi/dynamic";
import type { WebhookApi } from "../api/client";
import { CallFailure } from "../api/failure";
import { secretParts } from "../api/redact";
import type { LiveWebhook } from "../api/wire";
import { connectionFailures, resolveBaseUrl } from "../config/connection";
import { diffWebhook } from "./diff";
import { ensureWebhook } from "./ensure";
import { describeFailure, InitializationFailure, OperationFailure, type Subject } from "./failure";
import { checkInputs } from "./inputs";
import { type Operation, Run, type RunOptions } from "./run";
import { settle } from "./settle";
import { inputsOf, onDestroyOfState, refreshedState, type ServerShown, serverShown, stateOf } from "./state";
import type { WebhookInputs, WebhookState } from "./types";

// What is true after a failure, by how far the operation came.
const NOT_IN_STATE =
  "state has no webhook for this resource; the next `pulumi up` looks for one with this name and url before it creates one";
const IN_STATE = "the webhook is in state but may not be as declared; the next `pulumi up` settles it";
const UNCHANGED = "nothing was changed, neither live nor in state";
const STILL_IN_STATE = "the webhook is still in state; the next `pulumi destroy` or `pulumi up` tries again";

const NOTHING_SHOWN: ServerShown = { subscribedEvents: [] };

/** Inputs and outputs as the engine's launcher passes them: with the line that loads the provider. */
type Bag<T> = T & { readonly __provider: string };

/**
 * The lifecycle of a `Webhook`, in the order in which the engine calls it.
 *
 * @see ResourceProvider in `@pulumi/pulumi/dynamic`.
 */
export class WebhookProvider implements ResourceProvider {
  readonly #run: Run;

  constructor(options?: RunOptions) {
    this.#run = new Run(options);
  }

  /** Takes over the stack's configuration. What is wrong with it is reported by `check`. */
  async configure({ config }: ConfigureRequest): Promise<void> {
    this.#run.configure((key) => config.get(key));
  }

  /** Checks a declaration and brings it into canonical form; reports everything that is wrong at once. */
  async check(_olds: unknown, news: Bag<WebhookInputs>): Promise<CheckResult> {
    const { inputs, failures } = checkInputs(news);
    const reasons = [...failures, ...connectionFailures(this.#run.settings, news)];
    // With a property the engine would print its value, secret or not.
    return { inputs, failures: reasons.map((reason) => ({ property: "", reason })) };
  }

  /** Says what an update would change. Pure. */
  async diff(id: string, olds: Bag<WebhookState>, news: Bag<WebhookInputs>): Promise<DiffResult> {
    const baseUrl = resolveBaseUrl(this.#run.settings, news);
    const { changed, replaces } = diffWebhook(id, olds, news, baseUrl);
    if (replaces.length === 0) this.#run.claims.want({ ...olds, webhookId: id }, news);
    return { changes: changed.length > 0, replaces: [...replaces] };
  }

  /** Finds the webhook or creates it, then settles it. */
  async create(inputs: Bag<WebhookInputs>): Promise<CreateResult<WebhookState>> {
    const subject: Subject = { operation: "create", ...inputs };
    return this.#operation(subject, inputs, NOT_IN_STATE, async (operation) => {
      const ensured = await ensureWebhook(
        { ...operation, claims: this.#run.claims },
        { ...inputs, baseUrl: operation.baseUrl },
      );
      const { webhookId: id } = ensured;
      const outs = await this.#inState(
        { ...subject, webhookId: id },
        inputs,
        operation,
        NOTHING_SHOWN,
        async () => {
          await ensured.removeDoubles?.();
          return settle(operation.api, id, inputs, operation.deadline);
        },
      );
      return { id, outs };
    });
  }

  /** Looks at the live webhook: gone is an empty result, else the declaration with live values in it. */
  async read(id: string, props?: Bag<WebhookState>): Promise<ReadResult<WebhookState>> {
    const state = stateIn(id, props);
    const subject: Subject = { operation: "read", ...state };
    return this.#operation(subject, state, UNCHANGED, async ({ api }) => {
      const live = await api.get(id);
      if (!live) return {};
      const refreshed = refreshedState(state, live);
      return { id, props: refreshed, inputs: inputsOf(refreshed) as WebhookState };
    });
  }

  /** Settles the webhook, whoever changed it since. */
  async update(
    id: string,
    olds: Bag<WebhookState>,
    news: Bag<WebhookInputs>,
  ): Promise<UpdateResult<WebhookState>> {
    const subject = { ...news, operation: "update", webhookId: id } as const;
    return this.#operation(subject, news, IN_STATE, async (operation) => {
      const { api, baseUrl, deadline } = operation;
      this.#run.claims.claim({ baseUrl, instanceId: news.instanceId, webhookId: id });
      const outs = await this.#inState(subject, news, operation, olds, () => settle(api, id, news, deadline));
      return { outs };
    });
  }

  /** Deletes, disables or keeps the live webhook, as `onDestroy` says. */
  async delete(id: string, props: Bag<WebhookState>): Promise<void> {
    const state = stateIn(id, props);
    const onDestroy = onDestroyOfState(state);
    if (onDestroy === "retain" || this.#run.claims.isClaimed(state)) return;
    const subject: Subject = { operation: "delete", ...state };
    await this.#operation(subject, state, STILL_IN_STATE, async ({ api }) => {
      if (onDestroy === "delete") return api.delete(id);
      return disable(api, state);
    });
  }

  /**
   * Works on a webhook that exists: a failure leaves it in state, for the next `pulumi up` to finish.
   *
   * @param last what was last known of it, for the state after a failure.
   * @param work makes it as declared, and says how it looks then.
   */
  async #inState(
    subject: Subject & { webhookId: string },
    inputs: Bag<WebhookInputs>,
    { baseUrl }: Operation,
    last: ServerShown,
    work: () => Promise<LiveWebhook>,
  ): Promise<Bag<WebhookState>> {
    const stateWith = (shown: ServerShown) => ({
      ...stateOf(inputs, subject.webhookId, baseUrl, shown),
      __provider: inputs.__provider,
    });
    try {
      return stateWith(serverShown(await work()));
    } catch (error) {
      const reason = describeFailure(subject, error, IN_STATE);
      throw new InitializationFailure(subject.webhookId, stateWith(last), reason, { cause: error });
    }
  }

  async #operation<T>(
    subject: Subject,
    inputs: WebhookInputs | WebhookState,
    now: string,
    work: (operation: Operation) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.#run.operation(inputs, secretParts(inputs.url), work);
    } catch (error) {
      if (error instanceof InitializationFailure) throw error;
      throw new OperationFailure(describeFailure(subject, error, now), { cause: error });
    }
  }
}

function stateIn(id: string, props: Bag<WebhookState> | undefined): WebhookState {
  if (!props)
    throw new OperationFailure(
      `webhook ${id} cannot be read without its state: dynamic resources cannot be imported`,
    );
  const { __provider, ...state } = props;
  return { ...state, webhookId: id };
}

async function disable(api: WebhookApi, { webhookId, name, url }: WebhookState): Promise<void> {
  await api.update(webhookId, { name, url, enabled: false }).catch((error: unknown) => {
    if (!(error instanceof CallFailure && error.status === 404)) throw error;
  });
}
