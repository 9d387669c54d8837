import { execFileSync } from "node:child_process";
import type { RequestListener } from "node:http";
import { createServer as createHttp } from "node:http";
import { createServer as createHttps } from "node:https";
import type { Server, Socket } from "node:net";
import { createServer } from "node:net";
import type { Machine } from "../../../../lib/adapters/lab/machine/machine";
import { failsBehindSignOn, judgedPassword } from "../../../../lib/adapters/lab/machine/probes";
import type { World } from "../../../../lib/adapters/lab/world";
import { owaListener } from "../../../shared/owa";

const ready: RequestListener = (_, response) => void response.end("ready");

/** Outlook on the web as the member's Exchange has it. */
const owaOf = (machine: Machine): RequestListener =>
  owaListener({
    generation: machine.role.setup === "exchange-2010" ? "exchange-2010" : "exchange-2013",
    judge: (_, password) => judgedPassword(password),
    page: () => ({ status: failsBehindSignOn(machine) ? 500 : 200 }),
    signOnAt: "/owa/auth/logon.aspx",
  });

interface Door {
  readonly server: Server;
  readonly sockets: Set<Socket>;
}

interface TlsKey {
  readonly key: string;
  readonly cert: string;
}

/** A certificate of nobody's, valid for a day. PowerShell makes it, since Node cannot and other tools need not be there. */
export function selfSigned(pwsh: string): TlsKey {
  const script = [
    "$key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)",
    "$name = [System.Security.Cryptography.X509Certificates.X500DistinguishedName]::new('CN=mail.contoso.com')",
    "$request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new($name, $key, [System.Security.Cryptography.HashAlgorithmName]::SHA256)",
    "$cert = $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddMinutes(-5), [DateTimeOffset]::UtcNow.AddDays(1))",
    "[Console]::Out.Write($cert.ExportCertificatePem() + '|' + $key.ExportPkcs8PrivateKeyPem())",
  ].join("; ");
  const text = execFileSync(pwsh, ["-NoProfile", "-NonInteractive", "-Command", script], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", TERM: "dumb" },
  });
  const [cert = "", key = ""] = text.split("|");
  return { cert, key };
}

/** @throws where this account may not listen on the ports that servers have */
export async function mayListen(address: string): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(443, address, resolve);
    });
  } catch (cause) {
    const how = "Run it as root, or allow it: sysctl net.ipv4.ip_unprivileged_port_start=0";
    throw new Error(`The members' ports (25, 80, 135, 443) cannot be opened on ${address}. ${how}`, { cause });
  } finally {
    server.close();
  }
}

/** The ports on which members are spoken to, open while the service behind them runs: real sockets on an address of each member. */
export class Doors {
  private readonly open = new Map<string, Door>();
  private closed = false;

  constructor(
    private readonly world: World,
    private readonly addressOf: (member: string) => string,
    private readonly tls: TlsKey,
  ) {
    world.timeline.watch(() => this.look());
    this.look();
  }

  close(): void {
    this.closed = true;
    for (const name of this.open.keys()) this.shut(name);
  }

  /** Opens and shuts what has become so. */
  private look(): void {
    if (this.closed) return;
    for (const { machine } of this.world.all()) {
      for (const [port, service] of Object.entries(machine.role.ports)) {
        const name = `${machine.name}:${port}`;
        const should = machine.up && machine.services.isRunning(service);
        if (should && !this.open.has(name)) this.unlock(name, machine, Number(port));
        else if (!should) this.shut(name);
      }
    }
  }

  private unlock(name: string, machine: Machine, port: number): void {
    const server = this.serverFor(machine, port);
    const sockets = new Set<Socket>();
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => socket.destroy()).once("close", () => sockets.delete(socket));
    });
    server.on("error", (error) => {
      throw new Error(`The port ${port} of ${machine.name} cannot be opened on ${this.addressOf(machine.name)}.`, { cause: error });
    });
    server.listen(port, this.addressOf(machine.name));
    server.unref();
    this.open.set(name, { server, sockets });
  }

  private serverFor(machine: Machine, port: number): Server {
    const answer = machine.role.signsOn ? owaOf(machine) : ready;
    if (machine.role.httpsPorts.includes(port)) return createHttps(this.tls, answer);
    if (machine.role.httpPorts.includes(port)) return createHttp(answer);
    return createServer((socket) => socket.end());
  }

  private shut(name: string): void {
    const door = this.open.get(name);
    if (door === undefined) return;
    this.open.delete(name);
    door.server.close();
    for (const socket of door.sockets) socket.destroy();
  }
}
