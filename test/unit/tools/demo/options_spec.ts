import { resolve } from "node:path";
import should from "should";
import { faultNames } from "../../../../lib/adapters/lab";
import { readOptions } from "../../../../tools/demo/options";

const refused = (words: RegExp, ...args: string[]): void => {
  (() => readOptions(args)).should.throw({ name: "WrongUsage", message: words });
};

describe("The options of the demo", () => {
  it("are none: the bundled flow as it is", () => {
    readOptions([]).should.eql({
      connection: "lab",
      dryRun: false,
      members: null,
      speed: null,
      seed: null,
      faults: [],
      events: [],
      product: null,
      culture: null,
      atOnce: null,
      soak: null,
      order: null,
      hold: false,
      kill: 0,
      update: null,
      flow: resolve(__dirname, "../../../../examples/exchange-cas-array.json"),
      truth: null,
      keep: false,
      json: false,
      build: true,
      help: false,
    });
  });

  it("are all taken together, faults several times", () => {
    const args = [
      "--connection",
      "ssh",
      "--dry-run",
      "--members",
      "3",
      "--speed=600",
      "--seed",
      "7",
      "--fault",
      "vanishes@CAS2",
      "--fault=scom-refuses@CAS3",
    ];
    readOptions([...args, "--update", "Rollup 32", "--flow", "f.json", "--truth", "t.json", "--keep", "--json", "--no-build"]).should.eql({
      connection: "ssh",
      dryRun: true,
      members: 3,
      speed: 600,
      seed: 7,
      faults: [
        { name: "vanishes", member: "CAS2" },
        { name: "scom-refuses", member: "CAS3" },
      ],
      events: [],
      product: null,
      culture: null,
      atOnce: null,
      soak: null,
      order: null,
      hold: false,
      kill: 0,
      update: "Rollup 32",
      flow: resolve("f.json"),
      truth: resolve("t.json"),
      keep: true,
      json: true,
      build: false,
      help: false,
    });
  });

  it("are refused where there is no such option, with the list of those that there are", () => {
    refused(/no option --nope\. Options are --connection KIND, --dry-run, --members N, .*--help\./, "--nope");
    refused(/no option -x/, "-x");
    refused(/"CAS1" is not an option/, "CAS1");
    refused(/no option --toString/, "--toString");
  });

  it("are refused without their value, with one they do not take, or given twice", () => {
    refused(/--members needs a value: --members N/, "--members");
    refused(/--seed needs a value/, "--seed", "--json");
    refused(/--update needs a value/, "--update=");
    refused(/--json takes no value/, "--json=yes");
    refused(/--members is given twice/, "--members", "3", "--members", "4");
  });

  it("are refused out of bounds", () => {
    for (const value of ["1", "33", "2.5", "-3", "0x3", "two"])
      refused(/--members must be a whole number from 2 to 32/, `--members=${value}`);
    refused(/--speed must be a whole number from 1 to 100000/, "--speed", "0");
    refused(/--seed must be a whole number from 0 to 2147483647/, "--seed", "-1");
  });

  it("know three kinds of connection", () => {
    refused(/--connection must be lab, powershell or ssh, not "winrm"/, "--connection", "winrm");
  });

  it("tell a fault by name and member", () => {
    for (const value of ["vanishes", "@CAS1", "vanishes@", "a@b@c"]) refused(/NAME@MEMBER, like installer-fails@CAS2/, `--fault=${value}`);
  });

  it("refuse a fault that the lab does not know, with those that it knows", () => {
    refused(new RegExp(`no fault toString\\. Faults are ${faultNames.join(", ")}\\.`), "--fault", "toString@CAS1");
  });

  it("refuse a file for the truth that cannot be written", () => {
    refused(/there is no folder/, "--truth", resolve(__dirname, "nowhere", "truth.json"));
    refused(/is a folder, not a file/, "--truth", __dirname);
  });

  it("are not lost to npm, which takes those without -- before them for itself", () => {
    const env = { npm_lifecycle_event: "demo", npm_config_dry_run: "true" };
    (() => readOptions([], env)).should.throw(/npm run demo -- --dry-run/);
    readOptions(["--members", "3"], env).members?.should.equal(3);
    should(readOptions([], { ...env, npm_lifecycle_event: "test" }).dryRun).be.false();
  });

  it("name files from where the user stands, also under npm", () => {
    const folder = resolve(__dirname, "elsewhere");
    readOptions(["--flow", "f.json"], { npm_lifecycle_event: "demo", INIT_CWD: folder }).flow.should.equal(resolve(folder, "f.json"));
  });

  it("play servers of another product and culture, and let things happen", () => {
    const { product, culture, events } = readOptions([
      "--product=exchange-2019",
      "--culture=de-de",
      "--event",
      "nlb-start@CAS2:install-update",
      "--event=power-cut@CAS3:+45",
    ]);
    should({ product, culture, events }).eql({
      product: "exchange-2019",
      culture: "de-DE",
      events: [
        { name: "nlb-start", member: "CAS2", when: "install-update" },
        { name: "power-cut", member: "CAS3", when: "+45" },
      ],
    });
    should(readOptions(["--product=by-seed", "--culture=by-seed"])).match({ product: "by-seed", culture: "by-seed" });
  });

  it("are refused where the lab has no such product, culture, event or moment", () => {
    refused(/--product must be exchange-2010, .* or by-seed, not "exchange-2007"/, "--product", "exchange-2007");
    refused(/--culture must be en-US, .*, not "xx"/, "--culture", "xx");
    refused(/The lab knows no event flood\. Events are nlb-start, /, "--event", "flood@CAS2:+1");
    refused(/--event must be NAME@MEMBER:WHEN, like nlb-start@CAS2:install-update/, "--event", "nlb-start@CAS2");
    refused(/--event must be .* not "nlb-start@CAS2:verify-health"/, "--event", "nlb-start@CAS2:verify-health");
  });

  it("kills Node-RED only in a night on the lab that changes something and ends", () => {
    readOptions(["--kill", "10"]).kill.should.equal(10);
    readOptions([]).kill.should.equal(0);
    for (const [more, other] of [
      [["--dry-run"], "--dry-run"],
      [["--keep"], "--keep"],
      [["--connection", "ssh"], "--connection ssh"],
    ] as const)
      (() => readOptions(["--kill", "10", ...more])).should.throw(`--kill 10 cannot be used with ${other}.`);
  });

  it("take how many at once as the loop does, and whether a step that fails is asked about", () => {
    readOptions(["--at-once", "1,2,50%", "--hold"]).should.match({ atOnce: "1,2,50%", hold: true });
    refused(/--at-once must be a number, a percentage or a list/, "--at-once", "all");
  });

  it("take how long updated members are watched, and the order, as the loop does", () => {
    readOptions(["--soak", "30", "--order", "default-host-last"]).should.match({ soak: 30, order: "default-host-last" });
    readOptions(["--soak=0", "--order=Reversed"]).should.match({ soak: 0, order: "reversed" });
    refused(/--soak must be a whole number from 0 to 1440, not "a while"/, "--soak", "a while");
    refused(/--order must be listed, reversed, default-host-last, not "last"/, "--order", "last");
  });
});
