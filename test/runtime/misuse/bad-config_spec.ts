import type { BundledFlow } from "../flows/bundled-flow";
import type { Scenario, Scene } from "./scenarios";
import { playScenarios } from "./scenarios";

/** An array that cannot be updated as it is set up: every start is refused, whatever else. */
const array = (title: string, properties: (flow: BundledFlow) => Readonly<Record<string, unknown>>, words: RegExp): Scenario => ({
  title: `refuses an array ${title}`,
  flow: (flow) => flow.set("cas-array", properties(flow)),
  play: (scene) => scene.refused(409, "array-not-usable", words),
});

const named = (...names: readonly string[]) => ({ members: names.map((name) => ({ name, address: "" })) });

const refuses = (title: string, flow: (flow: BundledFlow) => BundledFlow, code: string, words: RegExp): Scenario => ({
  title: `refuses ${title}`,
  flow,
  play: (scene) => scene.refused(409, code, words),
});

playScenarios("Settings that are not right", [
  array("without members", () => ({ members: [] }), /no members/),
  array("with a member named twice, in other letters", () => named("CAS1", "CAS2", "cas1", "CAS4"), /cas1 is in it twice/),
  array("with a member without a name", () => named("CAS1", " ", "CAS3", "CAS4"), /no name/),
  array("of which all members must stay in service", () => ({ minInService: 4 }), /only 3 others/),
  array("with a fraction of members in service", () => ({ minInService: 1.5 }), /whole number/),
  array("with a negative number of members in service", () => ({ minInService: -1 }), /whole number/),
  array("without a number of members in service", () => ({ minInService: "" }), /whole number/),
  array(
    "that says nothing usable about serving",
    () => ({ serving: "http", servingPort: 99_999 }),
    /servingPort: From 1 to 65535\. It is set to “99999”/,
  ),

  refuses("an array without a connection", (flow) => flow.set("cas-array", { connection: "" }), "no-connection", /missing or disabled/),
  refuses("an array whose connection was deleted", (flow) => flow.drop("cas-lab"), "no-connection", /missing or disabled/),
  refuses("an array whose connection is disabled", (flow) => flow.set("cas-lab", { d: true }), "no-connection", /missing or disabled/),
  refuses("a loop without an array", (flow) => flow.set("cas-loop", { array: "" }), "no-array", /missing or disabled/),
  refuses("a loop whose array was deleted", (flow) => flow.drop("cas-array"), "no-array", /missing or disabled/),
  refuses("a loop whose array is disabled", (flow) => flow.set("cas-array", { d: true }), "no-array", /missing or disabled/),
  refuses(
    "a loop whose package was deleted",
    (flow) => flow.drop("cas-package"),
    "package-not-usable",
    /missing, disabled or not set up correctly/,
  ),
  refuses("a loop whose package is disabled", (flow) => flow.set("cas-package", { d: true }), "package-not-usable", /missing, disabled/),
  refuses(
    "a package that is not set right",
    (flow) => flow.set("cas-package", { sha256: "abc" }),
    "package-not-usable",
    /not set up correctly/,
  ),
  refuses("a connection of an unknown kind", (flow) => flow.set("cas-lab", { kind: "telnet" }), "connection-not-usable", /telnet/),
  refuses(
    "a fault that the lab does not know",
    (flow) => flow.set("cas-lab", { faults: [{ name: "meteorite", member: flow.member("CAS1") }] }),
    "unknown-fault",
    /meteorite/,
  ),
  refuses(
    "a maintenance window without an end",
    (flow) => flow.set("cas-loop", { windowFrom: "22:00", windowTo: "" }),
    "window-not-usable",
    /nothing was started/,
  ),

  {
    title: "refuses to start where the settings of a late step are not right, and says what is wrong in the words of its form",
    flow: (flow) => flow.set("cas-verify", { settleMinutes: "soon" }),
    play: (scene) =>
      scene.refused(409, "bad-options", /Is it healthy\?: .*settleMinutes: A whole number from 1 to 240 is needed\. It is set to “soon”/),
  },
  {
    title: "touches nothing when the package does not fit the members' build",
    flow: (flow) => flow.set("cas-package", { fitsBuilds: "15.0." }),
    play: async (scene) => scene.nothingTouched(await scene.stopped("not-fit", /15\.0\./)),
  },
  {
    title: "touches nothing when the package file has another hash",
    flow: (flow) => flow.set("cas-package", { sha256: "0".repeat(64) }),
    play: async (scene) => scene.nothingTouched(await scene.stopped("not-fit", /SHA-256/)),
  },
  {
    title: "touches nothing when the package file is not on the member",
    flow: (flow) => flow.set("cas-package", { file: "C:\\Updates\\nowhere.msp" }),
    play: async (scene) => scene.nothingTouched(await scene.stopped("not-fit", /nowhere\.msp is not on the member/)),
  },
  {
    title: "stops before the install when its own package has another hash, and puts the member back",
    flow: (flow) =>
      flow
        .addConfig("wrong", "update-package", { ...flow.get("cas-package"), name: "wrong", sha256: "0".repeat(64) })
        .set("cas-install", { update: flow.id("wrong") }),
    play: async (scene) => never(await scene.putBack(await scene.stopped("package-hash", /SHA-256/)), /job\.start/),
  },
  {
    title: "stops before the install when its own package does not fit, and puts the member back",
    flow: (flow) =>
      flow
        .addConfig("other", "update-package", { ...flow.get("cas-package"), name: "other", fitsBuilds: "15.0." })
        .set("cas-install", { update: flow.id("other") }),
    play: async (scene) => never(await scene.putBack(await scene.stopped("package-unfit", /15\.0\./)), /job\.start/),
  },
  {
    title: "does not guess which of two different packages of the same name is meant",
    flow: (flow) =>
      flow.addConfig("twin", "update-package", {
        ...flow.get("cas-package-2"),
        name: flow.get("cas-package")["name"],
      }),
    play: (scene: Scene) => scene.refused(409, "package-ambiguous", /There are 2 update-packages named/),
  },
]);

function never(changes: readonly string[], pattern: RegExp): void {
  changes.filter((change) => pattern.test(change)).should.eql([]);
}
