/** Is a member, and its array, fit to start? */
export const preflight = {
  "preflight.checking": "checking: __check__",
  "preflight.finding": "__check__: __what__",
  "preflight.findings": { one: "__count__ finding", other: "__count__ findings" },
  "preflight.not-fit": "__member__ is not fit to start, __number__: __findings__.",
  "preflight.not-fit.hint": "Nothing was touched.",
  "preflight.others": {
    one: "looking at the other member that is to be updated",
    other: "looking at the other __count__ members that are to be updated",
  },
  "preflight.others-not-fit": {
    one: "This member is fit, but __notFit__, which comes after it, is not: __others__.",
    other: "This member is fit, but __notFit__, which come after it, are not: __others__.",
  },
  "preflight.other": "__member__, __number__: __findings__",
  "preflight.nor-others": "__what__ In all, __notFit__ are not fit. Of the others: __others__.",
  "preflight.fit": "fit",
  "preflight.fit-with": { one: "fit, __count__ warning", other: "fit, __count__ warnings" },
  "preflight.not-checked": "could not be checked: __what__",
  "preflight.with-hint": "__what__ (__hint__)",

  "preflight.has-it": "has __package__ already",
  "preflight.has-it-build": "has __package__ already, build __build__",
  "preflight.has-it-but-is-out": "__member__ has __package__ already, but is __state__ in NLB and does not serve.",
  "preflight.has-it-but-is-out.so":
    "Nothing was touched. No run here has left it so: find out who has taken it out. Verify the member and bring it into service (__command__), or start for the other members only.",
  "preflight.has-it-but-is-left": "__member__ has __package__ already, but __left__.",
  "preflight.hooks-out": "Forefront's hooks are out of Exchange's services, so that its mail is not scanned",

  // The member itself
  "preflight.clock": "its clock is __time__ off",
  "preflight.powershell-not-known": 'its PowerShell version could not be read ("__version__")',
  "preflight.powershell-old": "its PowerShell is __version__; it must be 2.0 or newer",
  "preflight.restart-before-setup":
    "a restart is pending (__cause__): __what__; the setup of Exchange refuses to begin before it, so restart the member first",
  "preflight.restart-pending": "a restart is pending (__cause__): __what__",
  "preflight.disk": "only __free__ MB are free on its system drive; __needed__ MB are needed",

  // The update
  "preflight.build-unread": "its installed build cannot be read",
  "preflight.builds-differ": "__member__ has build __build__, but __other__ has __theirs__",
  "preflight.build-not-compared": "the build of __other__ cannot be compared: __what__",
  "preflight.copied-again": "__problem__; it is copied again before the installation",
  "preflight.hash-not-checked": "__file__ is not checked: the update-package names no SHA-256",
  "preflight.signature": "the signature of __file__ is __signature__",
  "preflight.installer-cache":
    "packages of Exchange that Windows Installer has kept for later are gone, so no patch can be installed: __packages__ (Put them back: FixInstallerCache.ps1 from Microsoft's CSS-Exchange finds them on the installation media or on another server)",
  "preflight.unfinished-setup":
    "an earlier setup has not come to its end, and an unattended one refuses to begin after it: __roles__ (Finish it with setup's wizard, which goes on where that stopped)",
  "preflight.policy-of-account":
    "whether Group Policy sets one for __account__, under which setup is to run, is not known: that shows only while it is signed in (gpresult /user tells)",
  "preflight.unfinished": "an earlier setup has not come to its end: __roles__",
  "preflight.package-gone": "__name__, as __file__",
  "preflight.package-nowhere": "__name__, of which it no longer knows where it was",
  "preflight.account-unknown": "it does not know the account __account__, under which setup is to run, or reaches no domain controller",
  "preflight.account-not-usable":
    "it may not use the managed account __account__, under which setup is to run: it must be among the computers that may retrieve its password, and have Windows Server 2012 or newer",
  "preflight.account-not-looked-up": "whether it knows the account __account__ could not be found out; setup does not begin if it does not",
  "preflight.account-perhaps-usable":
    "whether it may use the managed account __account__ could not be found out from a session; setup does not begin if it may not",
  "preflight.installer-busy": "the Windows Installer service is running: another installation may be at work",

  // What is around
  "preflight.services-down": "automatic services that are not running: __services__",
  "preflight.services-disabled": "disabled Exchange services: __services__",
  "preflight.services-left-disabled":
    "__disabled__; an installer may have left them so, and the next one takes that for right: __file__ says how services started before the last one",
  "preflight.forefront-script":
    "CustomPatchInstallerActions.ps1 is there: a rollup switches Forefront off and on itself, and fscutility leaves that to it",
  "preflight.forefront-out": "Forefront's hooks are out already; they stay out after the update",
  "preflight.maintenance": "it is in maintenance mode already",
  "preflight.maintenance-until": "it is in maintenance mode already, until __endsAt__",
  "preflight.maintenance-kept": "__maintenance__; that window is kept",
  "preflight.maintenance-kept-saying": "__maintenance__ (__comment__); that window is kept",
  "preflight.maintenance-of-parts": {
    one: "it is monitored, but __count__ object that SCOM knows as part of it is in maintenance mode; its window is kept",
    other: "it is monitored, but __count__ objects that SCOM knows as parts of it are in maintenance mode; their windows are kept",
  },
  "preflight.maintenance-left-out":
    "SCOM watches it, but the flow has no scom-maintenance (begin) before the installation: SCOM will raise alerts for what the run does",
  "preflight.maintenance-no-server":
    "the flow has a scom-maintenance step, but the array names no SCOM server: choose one in the array, or take the step out of the flow",
  "preflight.forefront-stays-in":
    "Forefront is installed and its hooks are in, but the flow has no fscutility (take the hooks out) between this check and the installation: the installer can fail late and roll back",
  "preflight.maintenance-unread": "maintenance mode cannot be read: __what__",
  "preflight.no-nlb":
    "it is in no NLB cluster, so nothing here can take it out of traffic, or tell that it is out: if that is done by other means, say so in the server-array node",
  "preflight.nlb-same-priority":
    "__hosts__ have the same host priority in NLB (__priority__), so the cluster does not stop converging: give each host a priority of its own",
  "preflight.nlb-left-out": "it is __state__ in NLB: it is updated and left out of service",
  "preflight.is-out": "__member__ is OUT of service: run __run__ has left it so.",
  "preflight.is-out-by-hand": "__member__ is OUT of service since work by hand (run __run__).",
  "preflight.nlb-out": "it is __state__ in NLB: __by__",
  "preflight.nlb-out-so":
    "__said__; if it may serve, bring it back (__command__); to have it updated and left out, set “Already out” in preflight-check",
  "preflight.out-by-somebody": "somebody has taken it out of service, and no run here has left it so",
  "preflight.out-by-run": "it was left out by run __run__ (__at__)",
  "preflight.left-by-run":
    "run __run__ has left it half done (__at__): __how__; do what the report of that run lists for __member__, or put it back with the flow for one server by hand, which takes from that run how it was found",
  "preflight.left-by-hand": "it is not as it was found before work by hand began on it (last in run __run__, __at__): __how__",
  "preflight.left-unverified": "its update has started and is not verified",
  "preflight.left-job": "its job __file__ is still at work",
  "preflight.left-job-unknown": "it is not known whether its job __file__ is still at work",
  "preflight.nlb-not-converged": 'it is "__state__" in NLB, not converged',
  "preflight.nlb-default-state":
    "it serves, but its default state is __state__: after a boot it would stay out (the default state is left as it is)",
  "preflight.nlb-persists": "NLB persists its last state there, which overrides the default state after a boot",
  "preflight.verdict": "__name__: __why__",
  "preflight.too-few-serve": "without it __serving__ of __others__ others serve, but at least __least__ must (__out__)",
  "preflight.too-few": "without it __serving__ of __others__ others serve, but at least __least__ must",
  "preflight.not-all-serve": "not all others serve (__out__)",
  "preflight.too-late.hint": "Start again when the window is open, or change the window or “One member takes” in the loop.",
} as const;
