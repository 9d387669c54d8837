/** The four numbers of a build; padding (`15.01.2507.006`) makes no difference. */
const parts = (build: string): readonly number[] => build.split(".").map(Number);

/** Below 0 when `a` is older than `b`, 0 when both are the same build, above 0 when `a` is newer. */
export function compareBuilds(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export const sameBuild = (a: string, b: string): boolean => compareBuilds(a, b) === 0;

/** Whether two builds belong to the same product line: `14.3.` is Exchange 2010 with service pack 3. */
const sameLine = (a: string, b: string): boolean => parts(a).slice(0, 2).join(".") === parts(b).slice(0, 2).join(".");

/** Whether a member with this build has an update that brings `expected`: that build, or a newer one of the same line. */
export const hasBuild = (build: string | null, expected: string): boolean =>
  build !== null && (sameBuild(build, expected) || (sameLine(build, expected) && compareBuilds(build, expected) > 0));

/** Whether a package made for builds that begin with `fits` can go onto this build. Empty `fits`: onto any. */
export const fitsBuild = (build: string | null, fits: string): boolean => {
  if (fits === "") return true;
  if (build === null) return false;
  const wanted = fits.replace(/\.$/, "").split(".").map(Number);
  const has = parts(build);
  return wanted.every((part, i) => has[i] === part);
};
