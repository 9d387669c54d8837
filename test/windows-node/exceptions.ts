export interface Exception {
  /** The full title of the test. */
  readonly title: string;
  /** Why it fails under Wine and would not on Windows. */
  readonly why: string;
}

/** Tests that fail under Wine though nothing is wrong with us. One that passes must be taken out here. */
export const exceptions: readonly Exception[] = [
  {
    title: "the lock on an array is the same lock by a link to the folder",
    why: "Wine 8 cannot make junctions: symlink is answered with ENOTSUP.",
  },
];
