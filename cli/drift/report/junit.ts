import { printable } from "../../shared/terminal/words";
import { type CheckedWebhook, countWebhooks, type DriftReport, isLeft, type StackReport } from "../model";
import { escapeMarkup, statusInWords, valueInWords } from "./words";

/** The report as JUnit XML: a suite a stack, a test case a webhook, which fails where it has drifted. */
export function renderJunit({ project, checkedAt, stacks }: DriftReport): string {
  const suites = stacks.map((stack) => suiteOf(stack, checkedAt));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: `webhook drift: ${project}`, ...totals(stacks) })}>`,
    ...suites,
    "</testsuites>\n",
  ].join("\n");
}

function suiteOf(report: StackReport, timestamp: string): string {
  const { stack, webhooks, errors } = report;
  return [
    `  <testsuite${attributes({ name: stack, ...totals([report]), timestamp })}>`,
    ...errors.map((text) =>
      testCase("stack", stack, element("error", "the stack could not be checked", text)),
    ),
    ...webhooks.map((webhook) =>
      testCase(`${stack}.${webhook.resource}`, webhook.instance, resultOf(webhook)),
    ),
    "  </testsuite>",
  ].join("\n");
}

function resultOf(webhook: CheckedWebhook): string {
  const { status, differences, reason = "", repair } = webhook;
  if (status === "unreadable") return element("error", "could not be read", reason);
  if (!isLeft(webhook)) return "";
  const said = status === "changed" ? "has drifted" : statusInWords(webhook);
  const lines = differences.map(
    ({ property, declared, live }) =>
      `${property}: declared ${valueInWords(declared)}, live ${valueInWords(live)}`,
  );
  const failed = repair === "failed" ? [`the repair failed ${reason}`.trim()] : [];
  return element("failure", said, [...lines, ...failed].join("\n"));
}

function testCase(classname: string, name: string, result: string): string {
  const open = `    <testcase${attributes({ classname, name, time: 0 })}`;
  return result === "" ? `${open}/>` : `${open}>\n      ${result}\n    </testcase>`;
}

function element(name: "failure" | "error", message: string, text: string): string {
  return `<${name}${attributes({ message })}>${escaped(text)}</${name}>`;
}

function totals(stacks: readonly StackReport[]): Record<string, number> {
  const { webhooks, errors } = countWebhooks(stacks);
  const ofStacks = stacks.reduce((sum, stack) => sum + stack.errors.length, 0);
  const failures = stacks.flatMap((stack) => stack.webhooks).filter(isLeft).length;
  return { tests: webhooks + ofStacks, failures, errors };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join("");
}

// XML has no way to say most control characters.
function escaped(text: string): string {
  const lines = text.split("\n").map((line) => printable(line, 2000));
  return escapeMarkup(lines.join("\n"));
}
