import { compareBuilds, madeFor, sameProduct } from "./build-lines";

export const sameBuild = (a: string, b: string): boolean => compareBuilds(a, b) === 0;

/**
 * Whether a member with this build has an update that brings `expected`: that build, or a newer one that the same updates are made for. What was
 * made for another service pack or cumulative update has no order with it: whether that has the fix too, its number does not tell.
 */
export const hasBuild = (build: string | null, expected: string): boolean =>
  build !== null && (sameBuild(build, expected) || (madeFor(build) === madeFor(expected) && compareBuilds(build, expected) > 0));

/** Whether a member with this build has what setup of `expected` would bring: a newer version of the same product has all of it. */
export const hasVersion = (build: string | null, expected: string): boolean =>
  build !== null && sameProduct(build, expected) && compareBuilds(build, expected) >= 0;

/** Whether a package made for builds that begin with `fits` can go onto this build. Empty `fits`: onto any. */
export const fitsBuild = (build: string | null, fits: string): boolean => {
  if (fits === "") return true;
  if (build === null) return false;
  const wanted = fits.replace(/\.$/, "").split(".").map(Number);
  const has = build.split(".").map(Number);
  return wanted.every((part, i) => has[i] === part);
};
