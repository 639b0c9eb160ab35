import { styleText } from "node:util";
import { formatCount } from "../format";
import { type Finding, worstOf } from "./finding";

/** The schema of {@link toJson}; a change that breaks readers gets another number. */
const SCHEMA_VERSION = 1;

/** More instances than this that are all right share one line. */
const MANY = 5;

const COLOUR = { ok: "green", warning: "yellow", failure: "red" } as const;

/** The findings as lines for a person, each problem with its remedy below it. */
export function toText(findings: readonly Finding[], coloured: boolean): string {
  const style = (format: Parameters<typeof styleText>[0], text: string) =>
    coloured ? styleText(format, text) : text;
  const lines = summarised(findings).flatMap(({ status, message, remedy, instanceId }) => {
    const about = instanceId === undefined ? "" : `${instanceId}: `;
    const line = `${style(COLOUR[status], status.padEnd(7))}  ${about}${message}`;
    return remedy === undefined ? [line] : [line, `         ${style("dim", `→ ${remedy}`)}`];
  });
  const count = (status: Finding["status"]) => findings.filter((finding) => finding.status === status).length;
  const totals = `${count("ok")} ok, ${formatCount(count("warning"), "warning")}, ${formatCount(count("failure"), "failure")}`;
  return [...lines, "", style(COLOUR[worstOf(findings)], totals)].join("\n");
}

/** The findings as one JSON document; see docs/doctor.md. */
export function toJson(findings: readonly Finding[]): string {
  return JSON.stringify({ schemaVersion: SCHEMA_VERSION, status: worstOf(findings), findings }, null, 2);
}

/** Where many instances are all right, one line says so. */
function summarised(findings: readonly Finding[]): Finding[] {
  const fine = (["token", "token-expiry"] as const).map((check) =>
    findings.filter((finding) => finding.check === check && finding.status === "ok"),
  );
  const many = fine.filter((group) => group.length > MANY);
  const hidden = new Set(many.flat());
  return findings.flatMap((finding) => {
    if (!hidden.has(finding)) return [finding];
    const group = many.find(([first]) => first === finding);
    if (!group) return [];
    const what = finding.check === "token" ? "the token is accepted" : "the token does not expire soon";
    return [{ check: finding.check, status: "ok" as const, message: `${group.length} instances: ${what}` }];
  });
}
