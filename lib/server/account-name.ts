/**
 * The name of an account, DOMAIN\name. Neither part can have these characters (learn.microsoft.com: naming conventions of Active Directory, and
 * SAM-Account-Name).
 */
export const accountName = /^[^"/\\[\]:;|=,+*?<>@\s]{1,255}\\[^"/\\[\]:;|=,+*?<>@\r\n]{1,64}$/;

/** Whether an account is a group managed service account, by the end of its name: the domain keeps its password, and nobody needs to know it. */
export const isManaged = (account: string): boolean => account.endsWith("$");
