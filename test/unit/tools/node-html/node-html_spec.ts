import { join } from "node:path";
import "should";
import type { Definition, Fields } from "../../../../nodes/shared/fields";
import {
  choice,
  configNode,
  credential,
  flowNode,
  list,
  minutes,
  port,
  rows,
  sharedNode,
  stepNode,
  text,
  tick,
  version,
} from "../../../../nodes/shared/fields";
import { editorHalfOf } from "../../../../tools/node-html";
import { formOf } from "../../../../tools/node-html/form";
import { helpOf } from "../../../../tools/node-html/help";
import { registrationOf } from "../../../../tools/node-html/registration";
import { lookUp } from "../../../../tools/node-html/texts";
import { textsOf } from "../../../shared/node-fields";

const limit = minutes({ from: 1, to: 1_440, initially: 20, icon: "clock-o" });

describe("What registers a node", () => {
  it("is one literal with every property written out: the scorecard reads it without running it", () => {
    const definition = stepNode({ limit }, { about: "traffic", outputs: ["port.a", "port.b"] });
    registrationOf("a-step", definition, false).should.equal(`import { editorOf } from "../shared/editor/node";
import { definition } from "./fields";
const own = {};

const its = editorOf("a-step", definition, own);
RED.nodes.registerType("a-step", {
  category: "rolling update",
  color: "#8DB0CC",
  icon: "a-step.svg",
  inputs: 1,
  outputs: 2,
  defaults: {
    name: { value: "", validate: its.validate.name },
    limit: { value: 20, validate: its.validate.limit },
    server: { value: "", validate: its.validate.server },
    array: { value: "", type: "server-array", validate: its.validate.array },
    alone: { value: false, validate: its.validate.alone },
    connection: { value: "", type: "server-connection", validate: its.validate.connection },
  },
  paletteLabel: its.paletteLabel,
  label: its.label,
  labelStyle: its.labelStyle,
  inputLabels: its.inputLabels,
  outputLabels: its.outputLabels,
  oneditprepare: its.oneditprepare,
  oneditsave: its.oneditsave,
  oneditcancel: its.oneditcancel,
});
`);
  });

  it("keeps credentials apart, and needs what must always be there", () => {
    const fields = {
      version: version(3),
      name: text({ needed: "name" }),
      lists: configNode("other", { needed: "other", when: { name: ["x"] } }),
      user: credential(false),
      password: credential(true),
    };
    const code = registrationOf("a-config", sharedNode(fields), true);
    code.should.match(/import \{ own \} from "\.\/editor";/);
    code.should.match(/category: "config",\n {2}defaults: \{\n {4}version: \{ value: 3 \},\n/);
    code.should.match(/name: \{ value: "", required: true, validate: its\.validate\.name \}/);
    // While it is not shown it is not needed.
    code.should.match(/lists: \{ value: "", type: "other", validate: its\.validate\.lists \}/);
    code.should.match(/credentials: \{\n {4}user: \{"type":"text"\},\n {4}password: \{"type":"password"\},\n {2}\}/);
    code.should.not.match(/color|icon|inputs|outputs/);
  });
});

const form = (fields: Fields, texts: readonly string[] = [], part: string | null = null): string => {
  const definition: Definition = flowNode(fields, { about: "work" });
  return formOf("a-node", definition, { has: (key) => texts.includes(key), part });
};

describe("The form of a node", () => {
  it("has a row for a number, with its unit, its limits, its default and its hint", () => {
    form({ limit }, ["a-node.hint.limit"]).should.containEql(`
  <div class="form-row">
    <label for="node-input-limit"><i class="fa fa-clock-o"></i> <span data-i18n="a-node.label.limit"></span></label>
    <div class="ru-quantity">
      <input type="text" inputmode="numeric" autocomplete="off" id="node-input-limit" placeholder="20">
      <span class="ru-unit"><span data-i18n="shared.unit.minutes"></span><span class="ru-limits" data-ru-limits="limit"></span></span>
    </div>
    <div class="ru-hint" data-i18n="a-node.hint.limit"></div>
  </div>
`);
  });

  it("shows a row, its hints and its notices only when they apply", () => {
    const mode = choice(["drain", "stop"], { as: "radio", notYet: ["stop"], when: { on: ["true"] }, notices: { stop: "cut" } });
    const html = form({ on: tick(), mode }, ["a-node.hint.mode.drain"]);
    html.should.match(/<div class="form-row" data-ru-when="on=true">\n\s+<label for="node-input-mode">/);
    html.should.match(/<option value="stop" disabled data-i18n="a-node.option.mode.stop"><\/option>/);
    html.should.match(/<div class="ru-hint" data-ru-when="mode=drain" data-i18n="a-node.hint.mode.drain"><\/div>/);
    html.should.match(/<div class="ru-notice" data-ru-when="mode=stop" data-i18n="a-node.notice.cut"><\/div>/);
  });

  it("puts fields beside one another, with words between them, and a name for screen readers", () => {
    const html = form({ scheme: choice(["https", "http"]), port: port({ initially: 443, beside: true, tellLimits: false }) });
    html.match(/form-row/g)?.length.should.equal(2);
    html.should.match(
      /<\/select>\n\s+<\/span>\n\s+<span class="ru-part">\n\s+<span class="ru-unit" data-i18n="a-node.joiner.port"><\/span>/,
    );
    html.should.match(/id="node-input-port" placeholder="443" data-i18n="\[aria-label\]a-node.label.port"/);
  });

  it("has rows with columns, lists and what is offered under ids that are not those of properties", () => {
    const member = text({ offers: "members" });
    const html = form({ theRows: rows({ columns: { member }, row: "row" }), words: list({ by: "line", example: 'a "b" <c>' }), member });
    html.should.match(
      /data-ru-rows="theRows"><ol id="ru-the-rows"><\/ol><datalist id="ru-offers-theRows-member" data-ru-offers="members">/,
    );
    html.should.match(/<textarea rows="3" id="ru-words" data-ru-list="words" [^>]*placeholder="a &quot;b&quot; &lt;c>"><\/textarea>/);
    html.should.match(/id="node-input-member" list="ru-offers-member"/);
  });

  it("has what the node adds before its sections, and in them what belongs there", () => {
    const html = form({ seed: { ...limit, section: "more" }, last: limit }, ["a-node.about.more"], "<p>of the node</p>");
    html.should.match(
      /node-input-last[^]*<p>of the node<\/p>\n\s+<details class="ru-section">\n\s+<summary><span data-i18n="a-node.section.more">/,
    );
    html.should.match(
      /<p class="ru-about" data-i18n="a-node.about.more"><\/p>\n\s+<div class="form-row">\n\s+<label for="node-input-seed">/,
    );
  });

  it("names fields of config nodes as the editor looks for them, and shows neither versions nor passwords", () => {
    const html = formOf("a-node", sharedNode({ version: version(1), password: credential(true) }), { has: () => false, part: null });
    html.should.match(/<input type="password" autocomplete="new-password" id="node-config-input-password">/);
    html.should.not.match(/version/);
  });
});

describe("The help of a node", () => {
  it("tells before the references what can be set: as what, at first, and from where to where", () => {
    const texts = {
      "a-node": { label: { limit: "Wait", mode: "By", on: "On", path: "Path" }, option: { mode: { drain: "Drain: slowly" } } },
    };
    const fields = { limit, mode: choice(["drain"]), on: tick(), path: text({ initially: "a|b" }), words: list({ by: "line" }) };
    const find = lookUp({ ...textsOf("nlb-start"), ...texts });
    const help = "What it does.\n\n### Details\n\nMore.\n\n### References\n\n- there";
    helpOf("a-node", flowNode(fields, { about: "work" }), { help, find }).should.equal(`What it does.

### Details

More.

### Settings

| setting | default (allowed) |
| --- | --- |
| Wait | 20 minutes (1 to 1,440) |
| By | Drain |
| On | off |
| Path | a\\|b |
| a-node.label.words | empty |

### References

- there`);
  });
});

describe("The editor half of a node", () => {
  it("is made of what its folder has", () => {
    const nodes = join(__dirname, "../../../../nodes");
    const connection = editorHalfOf("server-connection", join(nodes, "server-connection"), textsOf("server-connection"));
    connection.form.should.containEql('id="ru-try"');
    connection.code.should.containEql('from "./editor"');
    const start = editorHalfOf("nlb-start", join(nodes, "nlb-start"), textsOf("nlb-start"));
    start.code.should.containEql("const own = {};");
    start.help.should.match(/\| Converged within \| 5 minutes \(1 to 120\) \|/);
  });
});
