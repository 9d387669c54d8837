import "should";
import { isLike, isLikeAny } from "../../../../lib/steps/services/service-rules";

describe("A pattern for names of services", () => {
  for (const [pattern, fits, others] of [
    ["BackupAgent", ["BackupAgent", "backupagent"], ["BackupAgent2", "MyBackupAgent", "Backup"]],
    [" Backup* ", ["Backup", "BackupAgent"], ["MyBackup"]],
    ["*agent", ["Agent", "BackupAgent"], ["AgentX"]],
    ["*SQL*", ["SQL", "MSSQL$PROD"], ["MySq"]],
    ["MSExchange*Topology", ["MSExchangeTopology", "MSExchangeADTopology"], ["MSExchangeADTopologyX", "MSExchange"]],
    // Each part needs letters of its own, one behind the other.
    ["aba*aba", ["abaaba", "abaXaba"], ["aba", "ababa"]],
    ["a*b*c", ["abc", "axbxc", "abbc"], ["acb", "ac", "bc", "abcx"]],
    ["a*bb*bb", ["abbbb", "axbbxbb"], ["abb", "abbb"]],
    ["*a*b", ["ab", "xaxb"], ["ba", "b"]],
    ["MSSQL$*", ["MSSQL$PROD"], ["MSSQL"]],
    ["*", ["anything"], []],
  ] as const)
    it(`takes a star for any text, and a name without regard to case: ${JSON.stringify(pattern)}`, () => {
      for (const name of fits) isLike(name, pattern).should.be.true();
      for (const name of others) isLike(name, pattern).should.be.false();
    });

  it("is one of several, any of which is enough", () => {
    isLikeAny("W3SVC", ["WAS", "w3*"]).should.be.true();
    isLikeAny("W3SVC", ["WAS", "IIS*"]).should.be.false();
    isLikeAny("W3SVC", []).should.be.false();
  });
});
