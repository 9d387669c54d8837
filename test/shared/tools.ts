import { existsSync } from "node:fs";

/** With REQUIRE_ALL=1 (as CI sets it) a missing tool is a failure, otherwise its tests are skipped. */
export const everythingIsRequired = (): boolean => process.env["REQUIRE_ALL"] === "1";

const said = new Set<string>();

/**
 * A mocha hook for tests that need something not every machine has: `before(requireTool("Chromium", chromium(), "apt-get install chromium"))`.
 * Where it is missing the tests of the suite are skipped with one line that cannot be overlooked, or fail under REQUIRE_ALL=1.
 * @param found where the tool was found, or undefined
 * @param how what to do to get it
 */
export const requireTool = (name: string, found: string | undefined, how: string): ((this: Mocha.Context) => void) =>
  function () {
    if (found !== undefined) return;
    const line = `${name} was not found. To get it: ${how}`;
    if (everythingIsRequired()) throw new Error(line);
    if (!said.has(line)) process.stderr.write(`\n!!!! TESTS SKIPPED: ${line}\n\n`);
    said.add(line);
    this.skip();
  };

const firstOf = (paths: readonly (string | undefined)[]): string | undefined =>
  paths.find((path) => path !== undefined && existsSync(path));

const below = (folder: string | undefined, path: string): string | undefined => (folder === undefined ? undefined : `${folder}\\${path}`);

/** The system's Chromium, Chrome or Edge; `CHROMIUM` in the environment names another one. */
export const chromium = (): string | undefined =>
  firstOf([
    process.env["CHROMIUM"],
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    below(process.env["PROGRAMFILES"], "Google\\Chrome\\Application\\chrome.exe"),
    below(process.env["PROGRAMFILES(X86)"], "Microsoft\\Edge\\Application\\msedge.exe"),
  ]);

/** How to get what {@link chromium} looks for. */
export const howToGetChromium = "install Chromium, Chrome or Edge (Debian: apt-get install chromium), or set CHROMIUM to its path";
