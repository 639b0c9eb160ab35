import type {
  CheckResult,
  ConfigureRequest,
  CreateResult,
  DiffResult,
  ReadResult,
  ResourceProvider,
  UpdateResult,
} from "@pulumi/pulumi/dynamic";
import { connectionFailures, resolveBaseUrl } from "../config/connection";
import { diffWebhook } from "./diff";
import { describeFailure, InitializationFailure, OperationFailure, type Subject } from "./failure";
import { checkInputs } from "./inputs";
import { createAndSettle, destroy, updateAndSettle } from "./reconcile";
import type { Operation, Session } from "./session";
import { inputsOf, onDestroyOfState, refreshedState, type ServerShown, serverShown, stateOf } from "./state";
import type { WebhookInputs, WebhookState } from "./types";
import { UNKNOWN } from "./unknown";

const IN_STATE = "the webhook is in state but may not be as declared; the next `pulumi up` settles it";

// What is true after a failure that leaves no initialization failure behind.
const AFTER_FAILURE: Readonly<Record<Subject["operation"], string>> = {
  create:
    "nothing new is in state; the next `pulumi up` looks for a webhook with this name and url before it creates one",
  read: "nothing was changed, neither live nor in state",
  update: "nothing was changed, neither live nor in state",
  delete:
    "the webhook is still in state; the next `pulumi destroy`, or `pulumi up` without it in the program, tries again",
};

const NOTHING_SHOWN: ServerShown = { subscribedEvents: [] };

/** Inputs and outputs as the engine's launcher passes them: with the line that loads the provider. */
type Bag<T> = T & { readonly __provider: string };

/**
 * The lifecycle of a `Webhook`, in the order in which the engine calls it.
 *
 * @see ResourceProvider in `@pulumi/pulumi/dynamic`.
 */
export class WebhookProvider implements ResourceProvider {
  readonly #session: Session;

  /** @param session what all resources of the run share. */
  constructor(session: Session) {
    this.#session = session;
  }

  /** Takes over the stack's configuration. What is wrong with it is reported by `check`. */
  async configure({ config }: ConfigureRequest): Promise<void> {
    this.#session.configure((key) => config.get(key));
  }

  /** Checks a declaration and brings it into canonical form; reports everything that is wrong at once. */
  async check(_olds: unknown, news: Bag<WebhookInputs>): Promise<CheckResult> {
    const { inputs, failures } = checkInputs(news);
    const reasons = [...failures, ...connectionFailures(this.#session.settings, withPossibleToken(news))];
    if (reasons.length === 0) this.#session.claims.declare(inputs.instanceId, inputs);
    // With a property the engine would print its value, secret or not.
    return { inputs, failures: reasons.map((reason) => ({ property: "", reason })) };
  }

  /** Says what an update would change. Pure. */
  async diff(id: string, olds: Bag<WebhookState>, news: Bag<WebhookInputs>): Promise<DiffResult> {
    const baseUrl = resolveBaseUrl(this.#session.settings, news);
    const { changed, replaces } = diffWebhook(id, olds, news, baseUrl);
    // Two resources of a stack never own one live webhook: this one needs another then.
    const isFree = replaces.length > 0 || this.#session.claims.want({ ...olds, webhookId: id }, olds, news);
    if (!isFree) return { changes: true, replaces: ["webhookId"] };
    // The engine obeys `replaceOnChanges` where it compares the inputs itself, which do not show a configured server.
    const isShown = changed.some((path) => path !== "baseUrl" || news.baseUrl !== undefined);
    return { ...(!isShown && { changes: changed.length > 0 }), replaces: [...replaces] };
  }

  /** Finds the webhook or creates it, then settles it. */
  async create(inputs: Bag<WebhookInputs>): Promise<CreateResult<WebhookState>> {
    const subject: Subject = { operation: "create", ...inputs };
    let existing: string | undefined;
    return this.#operation(subject, inputs, async (operation) => {
      const { baseUrl } = operation;
      try {
        const live = await createAndSettle(operation, inputs, (webhookId) => {
          existing = webhookId;
        });
        return { id: live.webhookId, outs: stateOf(inputs, live.webhookId, baseUrl, serverShown(live)) };
      } catch (error) {
        throw existing === undefined
          ? error
          : notSettled({ ...subject, webhookId: existing }, inputs, baseUrl, NOTHING_SHOWN, error);
      }
    });
  }

  /** Looks at the live webhook: gone is an empty result, else the declaration with live values in it. */
  async read(id: string, props?: Bag<WebhookState>): Promise<ReadResult<WebhookState>> {
    const state = stateIn(id, props);
    const subject: Subject = { operation: "read", ...state };
    return this.#operation(subject, state, async ({ api }) => {
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
    return this.#operation(subject, news, async (operation) => {
      const { baseUrl } = operation;
      let isThere = baseUrl === olds.baseUrl;
      try {
        const live = await updateAndSettle(operation, id, news, () => {
          isThere = true;
        });
        return { outs: stateOf(news, id, baseUrl, serverShown(live)) };
      } catch (error) {
        // The old server alone is known to have it: state has to lead read and delete there.
        throw isThere
          ? notSettled(subject, news, baseUrl, olds, error)
          : failure(subject, error, notMoved(olds.baseUrl, baseUrl));
      }
    });
  }

  /** Deletes, disables or keeps the live webhook, as `onDestroy` says. */
  async delete(id: string, props: Bag<WebhookState>): Promise<void> {
    const state = stateIn(id, props);
    const onDestroy = onDestroyOfState(state);
    if (onDestroy === "retain") return;
    await this.#operation({ operation: "delete", ...state }, state, (operation) =>
      destroy(operation, state, onDestroy),
    );
  }

  async #operation<T>(
    subject: Subject,
    inputs: WebhookInputs | WebhookState,
    work: (operation: Operation) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.#session.operation(inputs, work);
    } catch (error) {
      if (error instanceof InitializationFailure || error instanceof OperationFailure) throw error;
      throw failure(subject, error, AFTER_FAILURE[subject.operation]);
    }
  }
}

function failure(subject: Subject, cause: unknown, now: string): OperationFailure {
  return new OperationFailure(describeFailure(subject, cause, now), { cause });
}

function notMoved(from: string, to: string): string {
  return `the webhook is in state as it was, on ${from}; the next \`pulumi up\` looks for it on ${to} again`;
}

/** The failure of an operation on a webhook that exists; `last` is what was last known of it. */
function notSettled(
  subject: Subject & { webhookId: string },
  inputs: Bag<WebhookInputs>,
  baseUrl: string,
  last: ServerShown,
  cause: unknown,
): InitializationFailure {
  const { webhookId } = subject;
  const properties = { ...stateOf(inputs, webhookId, baseUrl, last), __provider: inputs.__provider };
  return new InitializationFailure(webhookId, properties, describeFailure(subject, cause, IN_STATE), {
    cause,
  });
}

// An instance that a preview does not know yet may be one of those that have a token.
function withPossibleToken(news: WebhookInputs): WebhookInputs {
  return news.instanceId === UNKNOWN ? { token: UNKNOWN, ...news } : news;
}

function stateIn(id: string, props: Bag<WebhookState> | undefined): WebhookState {
  if (!props)
    throw new OperationFailure(
      `webhook ${id} cannot be read without its state: dynamic resources cannot be imported`,
    );
  const { __provider, ...state } = props;
  return { ...state, webhookId: id };
}
