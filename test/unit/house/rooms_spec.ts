import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import "should";

const root = resolve(__dirname, "../../..");

/** The folders of lib/ and of the simulation that are rooms: with two files or more, or with rooms in them. */
const rooms = ["lib", "simulation"]
  .flatMap((top) => readdirSync(join(root, top), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((folder) => readdirSync(folder).filter((name) => name.endsWith(".ts") && name !== "index.ts").length > 1)
  .map((folder) => folder.slice(root.length + 1).replaceAll("\\", "/"));

/** The lines of the doc comment with which a source begins, without the marks; none if it begins with anything else. */
const headOf = (source: string): readonly string[] =>
  (/^\/\*\*\n([\s\S]*?)\n \*\//.exec(source)?.[1] ?? "")
    .split("\n")
    .map((line) => line.replace(/^ \* ?/, "").trim())
    .filter((line) => line !== "");

/** What the face of a room exports, by name. */
const namesIn = (room: string): readonly string[] =>
  [...readFileSync(join(root, room, "index.ts"), "utf8").matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names]) => listed(names));

/** The names between the braces of an import or an export. */
const listed = (names = ""): readonly string[] => names.split(",").flatMap((name) => name.trim().split(/\s/)[0] || []);

const sources = ["lib", "nodes", "simulation", "tools"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(root, folder, path)),
);

/** What a file takes from the faces of other rooms, as `room: name`. */
const takenByFace = (file: string): readonly string[] =>
  [...readFileSync(file, "utf8").matchAll(/^import (?:type )?\{([^}]*)\} from "(\.[^"]*)"/gm)].flatMap(([, names, from = ""]) => {
    const room = relative(root, join(dirname(file), from)).replaceAll("\\", "/");
    return listed(names).map((name) => `${room}: ${name}`);
  });

describe("the rooms of lib/ and of the simulation", () => {
  it("are found", () => {
    rooms.should.containEql("lib/time").and.containEql("lib/run/record").and.containEql("lib/adapters/powershell/shell");
  });

  for (const room of rooms) {
    it(`${room} says at the head of its index.ts what it is and where to begin`, () => {
      const file = join(root, room, "index.ts");
      existsSync(file).should.be.true(`${room} has no index.ts`);
      const head = headOf(readFileSync(file, "utf8"));
      head.length.should.be.aboveOrEqual(2, `${room}/index.ts begins with a paragraph of at least two lines`);
    });
  }

  it("of steps show what other rooms use, so that a new step needs no line here; where nobody uses anything, the step itself", () => {
    const taken = sources.flatMap(takenByFace);
    const shown = rooms.filter((room) => room.startsWith("lib/steps/")).map((room) => namesIn(room).map((name) => `${room}: ${name}`));
    shown.flat().should.containEql("lib/steps/parts: jobToItsEnd");
    shown.flatMap((names) => (names.length === 1 ? [] : names.filter((name) => !taken.includes(name)))).should.eql([]);
  });

  it("begin with files that exist", () => {
    const lost = rooms.flatMap((room) => {
      const head = headOf(readFileSync(join(root, room, "index.ts"), "utf8")).join(" ");
      const named = [...head.matchAll(/`([\w/.-]+\.ts)`/g)].map(([, name]) => name as string);
      return named
        .filter((name) => ![join(root, room), join(root, room, ".."), root].some((from) => existsSync(join(from, name))))
        .map((name) => `${room}: ${name}`);
    });
    lost.should.eql([]);
  });
});
