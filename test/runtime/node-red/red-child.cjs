// Preloaded into every Node-RED of the tests: it ends with the test process, even one that was killed.
process.on("disconnect", () => process.exit(1));
