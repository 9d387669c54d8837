/**
 * The Node-RED that node tests run in, for `helper.init(nodeRedUnderTest())`: the one of the root, or the one that NODE_RED names.
 * `npm test` runs test/nodes twice, the second time with NODE_RED on the other major.
 */
export const nodeRedUnderTest = (): string => require.resolve(process.env["NODE_RED"] ?? "node-red");
