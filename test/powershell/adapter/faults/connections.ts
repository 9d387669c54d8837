import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PowerShellConnection } from "../../../../lib/adapters/powershell";
import type { PowerShellSettings } from "../../../../lib/adapters/powershell/settings";
import type { ArgsOf, OperationName } from "../../../../lib/server/catalogue";
import { ServerError } from "../../../../lib/server/errors";
import { checked } from "../../../../lib/server/layers/checked";
import { layered } from "../../../../lib/server/server";
import { said } from "../../../shared/english";
import { needsPowerShell } from "../../../shared/powershell";

interface Told {
  readonly code: string;
  readonly text: string;
  readonly hint: string;
  readonly errorId?: string;
}

/** Every error that a user can meet names the member and the operation, and says what to do. */
export async function told(attempt: Promise<unknown>, server: string, operation: OperationName): Promise<Told> {
  const error: unknown = await attempt.then(
    () => new Error("nothing failed"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ServerError)) throw error;
  error.should.have.properties({ server, operation });
  error.message.should.startWith(`${server}: `);
  return {
    code: error.code,
    text: said(error.what),
    hint: said(error.hint ?? ""),
    ...("errorId" in error ? { errorId: String(error.errorId) } : {}),
  };
}

export const ask = <Op extends OperationName>(connection: PowerShellConnection, op: Op, args: ArgsOf<Op>, on = "CAS1") =>
  layered(connection.invoke, checked)(on, op, args, {});

const members = [{ name: "CAS1", address: "127.0.0.1" }];

/** Mocha hooks: connections that are closed after all tests, and a folder that goes then. */
export function connections() {
  let folder: string;
  const open: PowerShellConnection[] = [];
  before(needsPowerShell);
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "rolling-update-faults-"));
  });
  after(async () => {
    await Promise.all(open.map((connection) => connection.close()));
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const connect = (settings: PowerShellSettings, to = members, scomServer: string | null = null): PowerShellConnection => {
    const connection = new PowerShellConnection({ settings, members: to, scomServer });
    open.push(connection);
    return connection;
  };

  /** A file in the folder. */
  const fileOf = (name: string): string => join(folder, name);
  return { connect, fileOf };
}
