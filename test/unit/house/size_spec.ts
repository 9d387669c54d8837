import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import "should";
import { exceptions } from "./size-exceptions";
import type { TooLarge } from "./size";
import { fullFolders, tooLargeIn, tooLong } from "./size";

const root = resolve(__dirname, "../../..");

/** The files under a folder, as paths from the root, with slashes. */
const filesUnder = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "node_modules" || entry.name.startsWith(".") ? [] : filesUnder(path);
    return [path];
  });

const ours = ["lib", "nodes", "tools", "powershell"].flatMap(filesUnder);
const isCode = (path: string): boolean => /\.(ts|ps1|psm1)$/.test(path);
const read = (path: string): string => readFileSync(join(root, path), "utf8");

const tooLarge = (): readonly TooLarge[] => [
  ...fullFolders(ours),
  ...[...ours, ...filesUnder("test")].filter(isCode).flatMap((path) => tooLong(path, read(path))),
  ...ours.filter((path) => path.endsWith(".ts")).flatMap((path) => tooLargeIn(path, read(path))),
];

const keyOf = ({ rule, where }: TooLarge): string => `${rule}: ${where}`;

describe("what is in the house", function () {
  this.timeout(60_000);
  const found = tooLarge();

  it("fits in the head", () => {
    const excused = new Set(Object.keys(exceptions));
    found
      .filter((one) => !excused.has(keyOf(one)))
      .map((one) => `${keyOf(one)} (${one.is})`)
      .should.eql([]);
  });

  it("needs each of the exceptions", () => {
    const needed = new Set(found.map(keyOf));
    Object.keys(exceptions)
      .filter((key) => !needed.has(key))
      .map((key) => `stale: ${key}`)
      .should.eql([]);
  });
});
