/** The version of the node's properties. It goes up with each change of their shape, and {@link migrated} learns the way from there. */
export const VERSION = 2;

/** What version 2 has brought: the ways to real servers. An empty text stands for the default that the form names. */
export const sinceVersion2 = {
  executable: "",
  authentication: "Kerberos",
  useSsl: false,
  port: "",
  endpoint: "",
  monitoringEndpoint: "",
  certificateThumbprint: "",
  sshUser: "",
  sshPort: 22,
  keyFile: "",
  knownHostsFile: "",
};

/**
 * A node's properties in the shape of today, from those of any earlier version; what was set is kept. The flow file stays as it is until
 * somebody saves the node.
 */
export const migrated = <Saved extends { readonly version?: number }>(
  saved: Saved,
): typeof sinceVersion2 & Saved & { version: number } => ({
  ...sinceVersion2,
  ...saved,
  version: VERSION,
});
