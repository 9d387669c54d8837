import { readFileSync } from "node:fs";
import { join } from "node:path";
import "should";
import { hintsOf } from "../../../nodes/shared/fields";
import { editorHalfOf } from "../../../tools/node-html";
import { lookUp } from "../../../tools/node-html/texts";
import { fieldsFileOf, textsOf } from "../../shared/node-fields";

const root = join(__dirname, "../../..");
const folder = join(root, "nodes/rolling-update");
const texts = textsOf("rolling-update");
const inEnglish = lookUp(texts);
const { fields } = fieldsFileOf("rolling-update").definition;

/** What the form shows, in its order: the fields above all groups, then each group by its heading. */
function groups(): readonly (readonly [heading: string, ...fields: string[]])[] {
  const [above = "", ...folded] = editorHalfOf("rolling-update", folder, texts).form.split("<details");
  const ids = (part: string): string[] => [...part.matchAll(/id="node-input-(\w+)"/g)].map(([, id = ""]) => id);
  const heading = (part: string): string => inEnglish(/<summary><span data-i18n="([^"]+)"/.exec(part)?.[1] ?? "") ?? "";
  return [["", ...ids(above)], ...folded.map((part) => [heading(part), ...ids(part)] as const)];
}

describe("The form of the loop", () => {
  it("asks first for the array and the update, then group by group for what a night is to be like", () => {
    groups().should.eql([
      ["", "name", "array", "update"],
      ["Maintenance window", "windowFrom", "windowTo", "windowZone", "memberMinutes"],
      ["How many at once, and in which order", "howMany", "order", "soakMinutes"],
      ["When a step fails, and after a restart", "whenStepFails", "afterRestart", "holdMinutes", "holdThen"],
      ["Checks while a run is at work", "guardSeconds", "watchdogMinutes"],
      ["Starts and answers over HTTP", "openHttp"],
    ]);
  });

  it("says below each field in a group what it means, and what to type by an example", () => {
    const has = (key: string): boolean => inEnglish(key) !== null;
    for (const [name, field] of Object.entries(fields).filter(([, { section }]) => section !== undefined)) {
      const said = hintsOf({ type: "rolling-update", name, field }, has).map(({ key }) => inEnglish(key) ?? "");
      const below = [...said, ...Object.keys(field.notices ?? {})].join(" ");
      if (field.beside !== true) below.should.not.equal("", `${name} has no hint.`);
      if (field.initially === 0) below.should.match(/\d\d/, `The hint of ${name} has no example.`);
      if (field.look.as === "text") (field.example ?? String(field.initially)).should.not.equal("", `${name} has no example.`);
    }
  });

  it("has each group in the help by the same name, with an example", () => {
    const help = readFileSync(join(folder, "help.md"), "utf8");
    const parts = new Map(help.split("\n#### ").map((part) => [part.split("\n")[0] ?? "", part.split("\n### ")[0] ?? ""]));
    for (const [heading] of groups().slice(1)) (parts.get(heading) ?? "").should.match(/`[^`]+`|\bexample\b/, heading);
  });

  it("begins with one member at a time, as the bundled flow does", () => {
    const flow = JSON.parse(readFileSync(join(root, "examples/exchange-cas-array.json"), "utf8")) as { type: string; howMany?: string }[];
    // What an empty field shows is what it counts as.
    (fields["howMany"]?.example ?? "1").should.equal("1");
    [fields["howMany"]?.initially, ...flow.flatMap(({ type, howMany }) => (type === "rolling-update" ? [howMany] : []))].should.eql([
      "1",
      "1",
    ]);
  });
});
