/**
 * Signs a user on at a member, as a browser or a phone would: by the form of Outlook on the web, or by Basic. It knows the requests of this adapter,
 * and nothing of who asks. The password goes to the member's own address, once, and nowhere else; no message and no result has it. NTLM, Kerberos
 * and pages of other hosts (AD FS) are not spoken. Begin with `sign-on.ts`.
 */
export { signOn } from "./sign-on";
