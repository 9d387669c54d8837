import should from "should";
import { WindowsError } from "../windows/world/handlers";
import { definitionIn } from "../windows/world/computers/task-definition";

const exec = "<Exec><Command>powershell.exe</Command><Arguments>-File &quot;a b&quot;</Arguments></Exec>";
const principal = "<Principals><Principal id='Author'><UserId>C\\a</UserId><LogonType>Password</LogonType></Principal></Principals>";
const task = (inside: string, version = "1.2", namespace = "http://schemas.microsoft.com/windows/2004/02/mit/task"): string =>
  `<?xml version="1.0" encoding="UTF-16"?>\n<Task version="${version}" xmlns="${namespace}">${inside}</Task>`;

/** The code with which a definition is refused, as winerror.h writes it. */
const codeOf = (xml: string): string => {
  try {
    definitionIn(xml);
    return "";
  } catch (error) {
    if (error instanceof WindowsError) return ((error.detail.hresult ?? 0) >>> 0).toString(16);
    throw error;
  }
};

describe("The stand-in of the Task Scheduler", () => {
  it("reads a definition with its parts in any order, as its schema allows (xs:all)", () => {
    for (const xml of [task(`${principal}<Actions>${exec}</Actions>`), task(`<Actions>${exec}</Actions>${principal}`)])
      should(definitionIn(xml)).match({ command: "powershell.exe", args: '-File "a b"', userId: "C\\a", logonType: "Password" });
  });

  const malformed = "8004131a";
  const unexpected = "80041316";
  const missing = "80041319";
  const invalid = "80041318";
  for (const [what, xml, code] of [
    ["nothing to do", task(principal), missing],
    ["a program without a command", task("<Actions><Exec><Arguments>x</Arguments></Exec></Actions>"), missing],
    ["an element that is not known", task(`<Actions>${exec}</Actions><Account>x</Account>`), unexpected],
    ["an element in the wrong place", task(`<Actions>${exec}</Actions><LogonType>Password</LogonType>`), unexpected],
    ["an element twice", task(`<Actions>${exec}</Actions>${principal}${principal}`), unexpected],
    ["text where elements belong", task(`<Actions>${exec} now</Actions>`), unexpected],
    ["a way to log on that there is not", task(principal.replace("Password", "ServiceAccount") + `<Actions>${exec}</Actions>`), invalid],
    ["a principal without a name", task(principal.replace("C\\a", "") + `<Actions>${exec}</Actions>`), invalid],
    ["a priority that is none", task(`<Settings><Priority>high</Priority></Settings><Actions>${exec}</Actions>`), invalid],
    [
      "a limit that is no duration",
      task(`<Settings><ExecutionTimeLimit>3 h</ExecutionTimeLimit></Settings><Actions>${exec}</Actions>`),
      invalid,
    ],
    ["another version", task(`<Actions>${exec}</Actions>`, "9.9"), invalid],
    ["another namespace", task(`<Actions>${exec}</Actions>`, "1.2", "urn:x"), "80041317"],
    ["tags that do not close", task(`<Actions>${exec}</Action>`), malformed],
    ["an ampersand that is not escaped", task(`<Actions><Exec><Command>R & U</Command></Exec></Actions>`), malformed],
  ] as const)
    it(`refuses a definition with ${what}`, () => {
      codeOf(xml).should.equal(code);
    });
});
