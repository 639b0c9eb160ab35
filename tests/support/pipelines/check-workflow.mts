/**
 * Prints what GitHub's own parser has to say against a workflow, as a JSON list of texts. It is a program of its own
 * because the parser is made for bundlers: Jest cannot load it, tsx can.
 */
import { readFileSync } from "node:fs";
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";

const [, , file = ""] = process.argv;
const content = readFileSync(file, "utf8");
const { context, value } = parseWorkflow({ name: "workflow", content }, new NoOperationTraceWriter());
const { errors = [] } = value ? await convertWorkflowTemplate(context, value) : {};
const texts = [
  ...context.errors.getErrors().map(({ message }) => message),
  ...errors.map((each) => each.Message),
];
console.log(JSON.stringify([...new Set(texts)]));
