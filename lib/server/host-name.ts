/** An IP address, of either kind. (The editor has no `net.isIP`.) */
export const isAddress = (name: string): boolean => /^[\d.]+$|:/.test(name.trim());

/** What distinguishes hosts: NLB knows them by the names that were typed when the cluster was built, short or full, in any case. */
export const hostLabel = (name: string): string => {
  const typed = name.trim().toLowerCase();
  return isAddress(typed) ? typed : typed.replace(/\..*$/, "");
};

/** Two different names that are one host by their first label; null if there are none. */
export function namesakes(names: readonly string[]): readonly [string, string] | null {
  const seen = new Map<string, string>();
  for (const name of names.map((typed) => typed.trim())) {
    const label = hostLabel(name);
    const other = seen.get(label);
    if (other !== undefined && other.toLowerCase() !== name.toLowerCase()) return [other, name];
    seen.set(label, name);
  }
  return null;
}
