import "should";
import { step } from "../../../lib/run/step";
import { nlbDrainstop } from "../../../lib/steps/traffic/nlb-drainstop";
import { installUpdate } from "../../../lib/steps/update/install-update";
import { quoted } from "../../../lib/texts";
import { fields as drainstop } from "../../../nodes/nlb-drainstop/fields";
import { fields as install } from "../../../nodes/install-update/fields";
import { choice, credential, minutes, text } from "../../../nodes/shared/fields";
import { registerStepNode } from "../../../nodes/shared/runtime/step-node";

const withText = step({
  name: "with-text",
  summary: "Has a text for an option",
  uses: [],
  run: (_, { token }: { readonly token: string }) => Promise.resolve({ changed: false, text: quoted(token) }),
});

const withSecret = step({
  name: "with-secret",
  summary: "Has a secret",
  uses: [],
  secrets: ["token"],
  run: ({ secrets }, _options: object) => Promise.resolve({ changed: secrets.of("token") === "", text: quoted("") }),
});

type RED = Parameters<typeof registerStepNode>[0];

// Never called: what must not compile is expected not to. Where it does, the compiler says so, and `npm run types` fails.
const compiled = (RED: RED): void => {
  const { limitMinutes, ...withoutLimit } = drainstop;
  const { update, ...withoutUpdate } = install;
  registerStepNode(RED, { step: nlbDrainstop, fields: drainstop });
  registerStepNode(RED, { step: installUpdate, fields: install, needsPackage: "always" });

  // @ts-expect-error an option without a field
  registerStepNode(RED, { step: nlbDrainstop, fields: withoutLimit });
  // @ts-expect-error a field that gives a text where the step takes a number
  registerStepNode(RED, { step: nlbDrainstop, fields: { ...drainstop, limitMinutes: text() } });
  // @ts-expect-error a choice that the step does not know
  registerStepNode(RED, { step: nlbDrainstop, fields: { ...drainstop, mode: choice(["drain", "stop", "kick"]) } });
  // @ts-expect-error a field that may be no number
  registerStepNode(RED, { step: nlbDrainstop, fields: { ...drainstop, limitMinutes: minutes({ from: 1, to: 2, initially: null }) } });
  registerStepNode(RED, {
    step: nlbDrainstop,
    fields: { ...drainstop, limitMinutes: minutes({ from: 1, to: 2, initially: null, required: true }) },
  });
  // @ts-expect-error a field that the step has no option for
  registerStepNode(RED, { step: nlbDrainstop, fields: { ...drainstop, another: limitMinutes } });
  // @ts-expect-error a step that installs, without a field for what
  registerStepNode(RED, { step: installUpdate, fields: withoutUpdate, needsPackage: "always" });
  // @ts-expect-error a step that needs a package, which the node does not fetch
  registerStepNode(RED, { step: installUpdate, fields: install });
  // @ts-expect-error a step that needs a package, which may be missing
  registerStepNode(RED, { step: installUpdate, fields: install, needsPackage: "if there is one" });
  // @ts-expect-error a credential in place of an option, which the step would never get
  registerStepNode(RED, { step: withText, fields: { token: credential(true) } });
  registerStepNode(RED, { step: withText, fields: { token: text({ needed: "tokenNeeded" }) } });
  registerStepNode(RED, { step: withSecret, fields: { token: credential(true) } });
  // @ts-expect-error a secret of the step without a field
  registerStepNode(RED, { step: withSecret, fields: {} });
  // @ts-expect-error a secret of the step in a field that Node-RED does not keep apart
  registerStepNode(RED, { step: withSecret, fields: { token: text() } });
  // @ts-expect-error a credential that the step does not ask for
  registerStepNode(RED, { step: withSecret, fields: { token: credential(true), other: credential(true) } });
  void update;
};

describe("The fields of a step's node", () => {
  it("are held against the options of the step by the compiler", () => {
    compiled.should.be.a.Function();
  });
});
