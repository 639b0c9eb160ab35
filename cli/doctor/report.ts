import { styleWith } from "../shared/terminal/style";
import { formatCount } from "../shared/terminal/words";
import { type Finding, worstOf } from "./finding";

/** The schema of {@link renderJson}; a change that breaks readers gets another number. */
const SCHEMA_VERSION = 1;

/** More instances than this that are all right share one line. */
const MANY = 5;

const COLOUR = { ok: "green", warning: "yellow", failure: "red" } as const;

/** The findings as lines for a person, each problem with its remedy below it. @param colours whether to use colours */
export function renderText(findings: readonly Finding[], colours: boolean): string {
  const style = styleWith(colours);
  const lines = summarised(findings).flatMap(({ status, message, remedy, instanceId }) => {
    const about = instanceId === undefined ? "" : `${instanceId}: `;
    const line = `${style(COLOUR[status], status.padEnd(7))}  ${about}${message}`;
    return remedy === undefined ? [line] : [line, `         ${style("dim", `→ ${remedy}`)}`];
  });
  const count = (status: Finding["status"]) => findings.filter((finding) => finding.status === status).length;
  const totals = `${count("ok")} ok, ${formatCount(count("warning"), "warning")}, ${formatCount(count("failure"), "failure")}`;
  return `${[...lines, "", style(COLOUR[worstOf(findings)], totals)].join("\n")}\n`;
}

/** The findings as one JSON document; see docs/doctor.md. */
export function renderJson(findings: readonly Finding[]): string {
  const report = { schemaVersion: SCHEMA_VERSION, status: worstOf(findings), findings };
  return `${JSON.stringify(report, null, 2)}\n`;
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
