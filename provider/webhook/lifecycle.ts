import type * as dynamic from "@pulumi/pulumi/dynamic";
import { connectionFailures, resolveBaseUrl } from "../config/connection";
import { normalBaseUrl } from "../config/values";
import { diffWebhook } from "./diff";
import {
  describeFailure,
  InitializationFailure,
  OperationFailure,
  reasonOf,
  type Subject,
  Unsettled,
} from "./failure";
import { type Bag, withoutHidden } from "./hidden";
import { checkInputs } from "./inputs";
import { createAndSettle, destroy, updateAndSettle } from "./reconcile";
import type { Operation, Session } from "./session";
import { inputsOf, onDestroyOfState, refreshedState, type ServerShown, serverShown, stateOf } from "./state";
import type { WebhookInputs, WebhookState } from "./types";
import { hasUnknown, UNKNOWN } from "./unknown";

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

/**
 * The lifecycle of a `Webhook`, in the order in which the engine calls it.
 *
 * @see ResourceProvider in `@pulumi/pulumi/dynamic`.
 */
export class WebhookProvider implements dynamic.ResourceProvider {
  readonly #session: Session;

  /** @param session what all resources of the run share. */
  constructor(session: Session) {
    this.#session = session;
  }

  /** Takes over the stack's configuration. What is wrong with it is reported by `check`. */
  async configure({ config }: dynamic.ConfigureRequest): Promise<void> {
    this.#session.configure((key) => config.get(key));
  }

  /** Checks a declaration and brings it into canonical form; reports everything that is wrong at once. */
  async check(_olds: unknown, news: Bag<WebhookInputs>): Promise<dynamic.CheckResult> {
    const { __owner = `${news.name} of ${news.instanceId}`, __refusal, ...given } = news;
    const { inputs, failures } = checkInputs(given);
    const reasons = [...failures, ...connectionFailures(this.#session.settings, withPossibleToken(news))];
    if (__refusal !== undefined && __refusal !== UNKNOWN) reasons.push(__refusal);
    if (reasons.length === 0) reasons.push(...this.#declare(__owner, inputs));
    // With a property the engine would print its value, secret or not.
    return { inputs, failures: reasons.map((reason) => ({ property: "", reason })) };
  }

  /** Says what an update would change. Pure. */
  async diff(id: string, olds: Bag<WebhookState>, news: Bag<WebhookInputs>): Promise<dynamic.DiffResult> {
    const state = { ...stateIn(id, olds), baseUrl: normalBaseUrl(olds.baseUrl) };
    const baseUrl = resolveBaseUrl(this.#session.settings, news);
    const { changed, replaces } = diffWebhook(id, state, news, baseUrl);
    // Two resources of a stack never own one live webhook: this one needs another then.
    const { owners } = this.#session;
    const canGoOn =
      replaces.length > 0 || owners.goOn({ baseUrl: baseUrl ?? "", inputs: news }, state, state);
    if (!canGoOn) return { changes: true, replaces: ["webhookId"] };
    // The engine obeys `replaceOnChanges` where it compares the inputs itself, which do not show a configured server.
    const isShown = changed.some((path) => path !== "baseUrl" || news.baseUrl !== undefined);
    return { ...(!isShown && { changes: changed.length > 0 }), replaces: [...replaces] };
  }

  /** Finds the webhook or creates it, then settles it. */
  async create(inputs: Bag<WebhookInputs>): Promise<dynamic.CreateResult<WebhookState>> {
    const declared = withoutHidden(inputs);
    const subject: Subject = { operation: "create", ...declared };
    return this.#operation(subject, declared, async (operation) => {
      const { baseUrl } = operation;
      try {
        const live = await createAndSettle(operation, declared);
        return { id: live.webhookId, outs: stateOf(declared, live.webhookId, baseUrl, serverShown(live)) };
      } catch (error) {
        if (!(error instanceof Unsettled)) throw error;
        const unsettled = { ...subject, webhookId: error.webhookId };
        throw notSettled(unsettled, inputs, baseUrl, { subscribedEvents: [] }, error);
      }
    });
  }

  /** Looks at the live webhook: gone is an empty result, else the declaration with live values in it. */
  async read(id: string, props?: Bag<WebhookState>): Promise<dynamic.ReadResult<WebhookState>> {
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
  ): Promise<dynamic.UpdateResult<WebhookState>> {
    const declared = withoutHidden(news);
    const subject = { ...declared, operation: "update", webhookId: id } as const;
    return this.#operation(subject, declared, async (operation) => {
      const { baseUrl } = operation;
      try {
        const live = await updateAndSettle(operation, id, declared);
        return { outs: stateOf(declared, id, baseUrl, serverShown(live)) };
      } catch (error) {
        if (error instanceof Unsettled || baseUrl === normalBaseUrl(olds.baseUrl))
          throw notSettled(subject, news, baseUrl, olds, error);
        // The old server alone may be known to have it: state has to lead read and delete there.
        const now = `the webhook is in state as it was, on ${olds.baseUrl}; the next \`pulumi up\` looks for it on ${baseUrl} again`;
        throw failure(subject, error, now);
      }
    });
  }

  /** Deletes, disables or keeps the live webhook, as `onDestroy` says. */
  async delete(id: string, props: Bag<WebhookState>): Promise<void> {
    const state = stateIn(id, props);
    try {
      await destroy(this.#session, { ...state, settled: true }, onDestroyOfState(state));
    } catch (error) {
      throw failure({ operation: "delete", ...state }, error, AFTER_FAILURE.delete);
    }
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

  /** @returns why the declaration is refused beside others of the program. */
  #declare(owner: string, inputs: WebhookInputs): string[] {
    const { instanceId, name, url, webhookId } = inputs;
    const baseUrl = resolveBaseUrl(this.#session.settings, inputs);
    if (baseUrl === undefined || hasUnknown([instanceId, name, url, webhookId, baseUrl, owner])) return [];
    const refusal = this.#session.owners.declare(`Webhook "${owner}"`, { baseUrl, inputs });
    return refusal ? [`${refusal.message}; ${refusal.next}`] : [];
  }
}

function failure(subject: Subject, cause: unknown, now: string): OperationFailure {
  return new OperationFailure(describeFailure(subject, cause, now), { cause: reasonOf(cause) });
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
  const { __provider } = inputs;
  const properties = { ...stateOf(withoutHidden(inputs), webhookId, baseUrl, last), __provider };
  return new InitializationFailure(webhookId, properties, describeFailure(subject, cause, IN_STATE), {
    cause: reasonOf(cause),
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
  return { ...withoutHidden(props), webhookId: id };
}
