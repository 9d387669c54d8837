import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import { publicFunctions } from "../../../../lib/adapters/powershell/functions";
import { serverModule } from "../../../../lib/adapters/powershell/target";
import { keptText } from "../../../shared/kept-page";

const TABLE = "lib/adapters/powershell/functions.ts";
const FOLDER = "powershell/RollingUpdate";
const MANIFEST = `${FOLDER}/RollingUpdate.psd1`;

interface ModuleText {
  readonly manifest: string;
  /** The texts of the module's files by their names. */
  readonly files: ReadonlyMap<string, string>;
}

const readModule = (): ModuleText => ({
  manifest: readFileSync(join(serverModule, "RollingUpdate.psd1"), "utf8"),
  files: new Map(
    readdirSync(serverModule)
      .filter((name) => name.endsWith(".ps1"))
      .map((name) => [name, readFileSync(join(serverModule, name), "utf8")]),
  ),
});

const definedIn = (text: string): string[] => [...text.matchAll(/^function ([\w-]+)/gim)].map(([, name = ""]) => name);
const exportedBy = (manifest: string): string[] =>
  [...(/^\s*FunctionsToExport\s*=\s*(@\([^)]*\)|.*)/m.exec(manifest)?.[1] ?? "").matchAll(/'([^']*)'/g)].map(([, name = ""]) => name);

const twice = (names: readonly string[]): string[] => [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];

/** Where table, files and manifest do not say the same: the function, and the place in which it is missing or too much. */
function disagreements(table: readonly string[], { manifest, files }: ModuleText): string[] {
  const defined = [...files].flatMap(([file, text]) => definedIn(text).map((name) => ({ name, file })));
  const filesOf = (name: string) => defined.filter((one) => one.name === name).map(({ file }) => file);
  const exported = exportedBy(manifest);
  return [
    ...table.filter((name) => filesOf(name).length === 0).map((name) => `${name} is in no file of ${FOLDER}`),
    ...twice(defined.map(({ name }) => name)).map((name) => `${name} is more than once in ${FOLDER}: ${filesOf(name).join(", ")}`),
    ...table.filter((name) => !exported.includes(name)).map((name) => `${name} is missing in FunctionsToExport of ${MANIFEST}`),
    ...exported
      .filter((name) => !table.includes(name))
      .map((name) => `${name} is exported by ${MANIFEST} and not in the table of ${TABLE}`),
    ...twice(exported).map((name) => `${name} is more than once in FunctionsToExport of ${MANIFEST}`),
    ...twice(table).map((name) => `${name} is more than once in the table of ${TABLE}`),
  ];
}

/** As they stand in the manifest, in lines of readable length. */
function listed(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names.map((one, index) => `'${one}'${index < names.length - 1 ? "," : ""}`)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + name.length < 120) lines[lines.length - 1] = `${line} ${name}`;
    else lines.push(`        ${name}`);
  }
  return `\n${lines.join("\n")}`;
}

describe("The public functions of the module", () => {
  const { kept, wanted, hint } = keptText(join(serverModule, "RollingUpdate.psd1"), (manifest) =>
    manifest.replace(/(FunctionsToExport = @\()[^)]*(?=\n {4}\))/, (_list, head: string) => `${head}${listed(publicFunctions)}`),
  );
  const module = readModule();
  const withFiles = (change: (text: string) => string): ModuleText => ({
    ...module,
    files: new Map([...module.files].map(([file, text]) => [file, change(text)])),
  });
  const withManifest = (change: (text: string) => string): ModuleText => ({ ...module, manifest: change(module.manifest) });

  it("are exported in the order of the table", () => {
    kept.should.equal(wanted, hint);
  });

  it("are those of the table, each in one file and exported, and no others", () => {
    publicFunctions.length.should.be.above(30);
    should(disagreements(publicFunctions, module)).eql([]);
  });

  for (const [place, table, text, told] of [
    [
      "a file",
      publicFunctions,
      withFiles((file) => file.replace("function Get-RUJob {", "function Get-RUWork {")),
      "Get-RUJob is in no file of powershell/RollingUpdate",
    ],
    [
      "the manifest",
      publicFunctions,
      withManifest((manifest) => manifest.replace(/'Get-RUJob',\s*/, "")),
      "Get-RUJob is missing in FunctionsToExport of powershell/RollingUpdate/RollingUpdate.psd1",
    ],
    [
      "the manifest, though it does no operation by itself",
      publicFunctions,
      withManifest((manifest) => manifest.replace("'Add-RUFilePart'", "")),
      "Add-RUFilePart is missing in FunctionsToExport of powershell/RollingUpdate/RollingUpdate.psd1",
    ],
    [
      "the table",
      publicFunctions.filter((name) => name !== "Get-RUJob"),
      module,
      "Get-RUJob is exported by powershell/RollingUpdate/RollingUpdate.psd1 and not in the table of lib/adapters/powershell/functions.ts",
    ],
  ] as const)
    it(`would be told of, if forgotten in ${place}`, () => {
      should(disagreements(table, text)).containEql(told);
    });

  it("would be told of, if the manifest let everything out", () => {
    const open = withManifest((manifest) => manifest.replace(/FunctionsToExport = @\([^)]*\)/, "FunctionsToExport = '*-RU*'"));
    should(disagreements(publicFunctions, open)).containEql(
      "*-RU* is exported by powershell/RollingUpdate/RollingUpdate.psd1 and not in the table of lib/adapters/powershell/functions.ts",
    );
  });

  it("would be told of, if written twice, private ones too", () => {
    const [file = "", text = ""] = [...module.files].find(([, one]) => one.includes("function Get-RUClock {")) ?? [];
    const files = new Map([...module.files, ["Another.ps1", text]]);
    should(disagreements(publicFunctions, { ...module, files })).containEql(
      `Get-RUClock is more than once in powershell/RollingUpdate: ${file}, Another.ps1`,
    );
  });
});
