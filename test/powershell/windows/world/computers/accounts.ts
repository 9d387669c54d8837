import { WindowsError } from "../handlers";

/** An account of the domain, as this world's computers see it. */
export interface Account {
  /** `CONTOSO\svc-setup`; the name of a group managed service account ends with `$`. */
  readonly name: string;
  /** Null: the domain keeps it. */
  readonly password: string | null;
  /** May log on as a batch job; it may unless told. */
  readonly batchRight?: boolean;
  /** Is an administrator of the members; it is one unless told. */
  readonly administrator?: boolean;
  /** Of a managed account: the computers that may fetch its password; all unless told. */
  readonly hosts?: readonly string[];
  /** With which error of Windows it is kept from logging on, whatever its password. */
  readonly barred?: number;
}

export const SYSTEM: Account = { name: "NT AUTHORITY\\SYSTEM", password: null };

/** Those that a world has unless told. */
export const usualAccounts: readonly Account[] = [
  { name: "CONTOSO\\svc-setup", password: "by the w0rld’s rules" },
  { name: "CONTOSO\\gmsa-exchange$", password: null },
];

/** HRESULT_FROM_WIN32 (winerror.h), signed as .NET and schtasks show it. */
export const hresultOf = (win32: number): number => 0x80_07_00_00 | win32 | 0;

/** winerror.h: ERROR_LOGON_FAILURE, ERROR_NONE_MAPPED, ERROR_LOGON_TYPE_NOT_GRANTED. */
export const LOGON_FAILURE = 1326;
export const NONE_MAPPED = 1332;
export const TYPE_NOT_GRANTED = 1385;

/** The accounts that a world knows. */
export class Accounts {
  constructor(private readonly known: readonly Account[]) {}

  /** By its name, or by the SID or name of SYSTEM. @throws WindowsError ERROR_NONE_MAPPED */
  named(name: string): Account {
    if (/^(S-1-5-18|(NT AUTHORITY\\)?SYSTEM)$/i.test(name)) return SYSTEM;
    const found = this.known.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return found;
    throw new WindowsError("ComError", "No mapping between account names and security IDs was done.", { hresult: hresultOf(NONE_MAPPED) });
  }

  /** A managed account by its name without the domain. */
  managed(name: string): Account | undefined {
    return this.known.find((one) => one.password === null && one.name.toLowerCase().endsWith(`\\${name.toLowerCase()}`));
  }

  /** Why an account cannot log on as a batch job on this computer, as an error of Windows; 0 where it can. */
  refusal({ barred, password, hosts, batchRight = true }: Account, computer: string): number {
    if (barred !== undefined) return barred;
    if (password === null && hosts !== undefined && !hosts.some((host) => host.toLowerCase() === computer.toLowerCase()))
      return LOGON_FAILURE;
    return batchRight ? 0 : TYPE_NOT_GRANTED;
  }
}
