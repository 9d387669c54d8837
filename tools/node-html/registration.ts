import type { Definition, Field } from "../../nodes/shared/fields";
import { credentialsOf } from "../../nodes/shared/fields";

/** A property that is registered: its name, and its value as code. */
type Property = readonly [name: string, code: string];

const literal = (value: unknown): string => JSON.stringify(value);

const block = (properties: readonly Property[], indent: string): string =>
  properties.map(([name, code]) => `${indent}${name}: ${code},\n`).join("");

/**
 * The editor half of a node as code: `RED.nodes.registerType("type", { … })` with every property written out, since Node-RED's scorecard
 * reads it without running it and cannot read anything computed or spread.
 * @param hasOwn the node's folder has an editor.ts
 */
export function registrationOf(type: string, definition: Definition, hasOwn: boolean): string {
  const { category, fields, palette } = definition;
  const defaults = Object.entries(fields).flatMap(([name, field]) => {
    const property = propertyOf(name, field);
    return property === null ? [] : [[name, property] as const];
  });
  const credentials = Object.entries(credentialsOf(fields)).map(([name, kind]) => [name, literal(kind)] as const);
  const properties: Property[] = [
    ["category", literal(category)],
    ...(palette === null
      ? []
      : ([
          ["color", literal(palette.colour)],
          ["icon", literal(`${type}.svg`)],
          ["inputs", "1"],
          ["outputs", literal(Math.max(1, palette.outputs.length))],
        ] as const)),
    ["defaults", `{\n${block(defaults, "    ")}  }`],
    ...(credentials.length === 0 ? [] : ([["credentials", `{\n${block(credentials, "    ")}  }`]] as const)),
    ...handlersOf(definition).map((name) => [name, `its.${name}`] as const),
  ];
  return [
    'import { editorOf } from "../shared/editor/node";',
    'import { definition } from "./fields";',
    hasOwn ? 'import { own } from "./editor";' : "const own = {};",
    "",
    `const its = editorOf(${literal(type)}, definition, own);`,
    `RED.nodes.registerType(${literal(type)}, {\n${block(properties, "  ")}});`,
    ...(hasOwn ? ["own.loaded?.();"] : []),
    "",
  ].join("\n");
}

/** Null for a field that is not a property of the node in the flow file. */
function propertyOf(name: string, { look, initially, required, when }: Field): string | null {
  if (look.as === "credential") return null;
  // The validator checks fields that are needed only sometimes, and empty lists.
  const always = required === true && when === undefined && !Array.isArray(initially);
  const parts: Property[] = [
    ["value", literal(initially)],
    ...(look.as === "configNode" ? ([["type", literal(look.type)]] as const) : []),
    ...(always ? ([["required", "true"]] as const) : []),
    ...(look.as === "hidden" ? [] : ([["validate", `its.validate.${name}`]] as const)),
  ];
  return `{ ${parts.map(([part, code]) => `${part}: ${code}`).join(", ")} }`;
}

function handlersOf({ palette }: Definition): readonly string[] {
  const inFlows = palette === null ? [] : ["labelStyle", "inputLabels", ...(palette.outputs.length === 0 ? [] : ["outputLabels"])];
  return ["paletteLabel", "label", ...inFlows, "oneditprepare", "oneditsave", "oneditcancel"];
}
