/** A service that runs, as a server lists it, and what it needs. */
export const service = (name: string, ...dependsOn: string[]) => ({
  name,
  displayName: name,
  status: "running" as const,
  startType: "automatic" as const,
  dependsOn,
  delayed: null,
  trigger: null,
  perUser: null,
});
