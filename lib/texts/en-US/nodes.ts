/** What the nodes themselves say: in their status, in the log, and to whoever sends them a message. */
export const nodes = {
  // The loop
  "loop.idle": "idle",
  "loop.was-interrupted": "interrupted · __what__",
  "loop.not-ready":
    "Node-RED has just started, and the record of a run that died on __array__ is still being ended: its members are looked at. Try again in a minute.",
  "loop.running": "running",
  "loop.stopping": "stopping",
  "loop.stopping-since": "__doing__: __why__",
  "loop.silent": "__doing__ · does not answer",
  "loop.run-is-stopping": "__headline__ Its member is being put back or kept out of service now: run __run__ of __array__.",
  "loop.run-warns": "Run __run__ of __array__: __what__",
  "loop.last-member": "stops after this one",
  "loop.at": "__doing__ · __member__ (__position__ of __total__)",
  "loop.at-several": "__doing__ · __members__ (of __total__)",
  "loop.soaks": "__doing__ · soak before the next batch",
  "loop.at-step": "__doing__ · __step__",
  "loop.job-runs-on": "__doing__ · job runs on",
  "loop.dry-run": "dry run",
  "loop.stopped": "stopped: __why__",
  "loop.stopped-at": "stopped at __member__: __why__",
  "loop.stopped-by-operator": "stopped by an operator",
  "loop.not-started": "not started: __why__",
  "loop.run-started": "Run __run__ of __array__ has started, asked for by __by__: __members__.",
  "loop.dry-run-started": "Dry run __run__ of __array__ has started, asked for by __by__: __members__.",
  "loop.nobody-named": "somebody who gave no name",
  "loop.dry-run-done": "dry run done",
  "loop.updated": "__updated__ of __total__ updated",
  "loop.no-command": 'The message has neither a command (msg.command: "start", "stop" or "status") nor a run. Nothing was done.',
  "loop.asks-about": "asks what to do · __question__ · __why__",
  "loop.asks": "asks what to do · __member__ · __step__ failed · __question__",
  "loop.paused": "paused",
  "loop.unknown-command": 'There is no command "__command__". The commands are start, status, stop, pause, go-on, questions and answer.',
  "loop.no-run-at-work": "No run of __array__ is at work.",
  "loop.this-loop": "this loop",
  "loop.no-array": "The loop has no server-array. Choose one in its settings; the chosen one may be missing or disabled.",
  "loop.http-not-protected":
    "Anybody on the network could start this run. Set httpNodeAuth in Node-RED's settings, or allow starts without it in the loop node (under Starts and answers over HTTP).",
  "loop.shared-address":
    "Several HTTP In nodes answer at __address__. Node-RED asks only one of them, so a command may reach another array. Give each flow a path of its own.",
  "loop.misnamed-address":
    "A start at __url__ updates __array__, not __named__. Change the path of the HTTP In nodes, or the loop's array.",
  "loop.deleted": "the loop __loop__ was deleted or disabled while a run was at work.",
  "loop.redeployed": "the loop __loop__ was stopped or redeployed while a run was at work.",
  "loop.interrupts": "Run __run__ of __array__ is interrupted: __why__",
  "loop.suspends":
    "Run __run__ of __array__ is interrupted: __why__ Nothing more is sent. It is resumed, from its last finished step, when its flow is there again, or asks then if its loop is set so.",
  "loop.interrupted": "interrupted · goes on when the flow is there again",
  "loop.goes-on": "Run __run__ of __array__ was interrupted: __why__ It is resumed; first its members are looked at.",
  "loop.cannot-go-on":
    "Run __run__ of __array__ is interrupted and cannot go on: __error__ Its members stay as they are. Mend this and deploy, and it goes on.",
  "loop.waits": "waits: __what__",
  "loop.nobodys": "No loop of __array__ is deployed that could go on with it: deploy its flow again.",
  "loop.left-open":
    "Run __run__ of __array__ has no end in its journal, and no loop of __array__ is deployed. By the journal: __members__. Look at these members now. Deploy its flow again, and it goes on; a loop of __array__ in another flow ends it and reports. In a clone, “npm run journal -- show __file__” prints what it did.",
  "loop.open-not-known": "It is not known whether a run was left open: __error__",
  "loop.flow-error": "The flow failed: __error__",
  "loop.lost-error": "The loop received an error that belongs to no run, and ignores it: __error__",
  "loop.foreign-error": "The node __node__ between the steps failed: __error__",
  "loop.run-stopped": "Run __run__ of __array__ was stopped: __headline__ Report: __report__",
  "loop.fast-clock": "The times of run __run__ are those of the lab's clock, which runs __speed__ times as fast as that of this log.",
  "loop.run-ended": "Run __run__ of __array__ has ended. Report: __report__",
  "loop.run-interrupted": "Run __run__ of __array__ was interrupted when Node-RED ended. What is left to do: __report__",
  "loop.record-left-open":
    "A run of __array__ was interrupted when Node-RED ended, and its record could not be ended: __error__ Look at the members before you start another run. The journal is in the folder rolling-update/runs of Node-RED's user directory.",
  "loop.no-report": "none could be written",

  "loop.settings-not-right": "The loop's settings are not valid: __problems__.",
  "loop.window-not-right": "The loop's maintenance window is not set up correctly, so nothing was started: __problems__.",

  // Its flow
  "flow.no-way": "The loop's first output leads nowhere, so no step would be done.",
  "flow.no-way-back":
    "No wire leads from the steps back to the loop, so the run would never learn that a member is finished. The way ends at: __nodes__.",
  "flow.dead-end":
    "The flow is cut behind: __nodes__. A member that gets there would be lost, perhaps out of service, until the run stops because no step takes its message.",
  "flow.output": "__node__ (output __output__)",
  "flow.wire-and-deploy": "Wire these nodes so that every way leads back to the loop, and deploy.",
  "flow.circle":
    "The flow goes round in a circle: the wire from __from__ to __to__ leads members back to where they have been, and none comes back to the loop.",
  "flow.not-checked":
    "The flow touches members that no preflight-check has found fit, at: __nodes__. Put a preflight-check before all of them.",
  "flow.serves-after-boot":
    "A boot could let a member take traffic before it is verified: nothing keeps it out at __nodes__. Put an nlb-set-default-state that sets Stopped before the installation and the restart, and the one that takes it back behind verify-health.",
  "flow.not-verified":
    "An update would stay unverified: a way leads from __from__ to __to__ past every verify-health. Put a verify-health behind the installation and before nlb-start.",
  "flow.nothing-installed":
    "The flow takes members out of service (__nodes__) and brings them back with nothing installed. Put an install-update on every such way.",
  "flow.and": "__first__ __more__",
  "flow.bad-options": "Steps of the flow are not set up correctly, so nothing was started.",
  "flow.step-problem": "__node__: __why__",
  "flow.correct-and-deploy": "Correct the flow, and deploy.",
  "flow.package-known-later":
    "__node__ has no update-package of its own, and the run names none. Another node of the flow may set msg.update, but that is only known when a member gets there.",
  "flow.nlb-nodes":
    "The members of __array__ are taken out by other means than NLB, as the server-array node says, but the flow has nodes that work on NLB: __nodes__. Put nodes of your own for your load balancer in their place.",
  "flow.no-catch":
    "Errors of nodes that are not part of this package (__nodes__) would not reach the loop. Add a Catch node to their flow and wire it to the loop.",
  "flow.no-catch-yet":
    "No Catch node is wired to the loop. As soon as you add other nodes between the steps, their errors will reach nobody.",

  // Commands over HTTP
  "http.too-large": "The body is __bytes__ bytes long; the limit is __limit__.",
  "http.malformed-json": "The body is not JSON. It begins with __begins__.",
  "http.no-body": "The request has no body, so nothing was started.",
  "http.say-object": 'Send a JSON object: { } starts a run with the settings of the flow, { "dryRun": true } a dry run.',
  "http.no-type": "The request does not say that its body is JSON, so nothing was started.",
  "http.other-type": "The request says that its body is __type__, not JSON, so nothing was started.",
  "http.no-loop":
    "No loop is deployed behind __address__: the rolling-update node is missing, disabled or not wired to it. Nothing was done. Deploy its flow, then try again.",
  "http.convert-to-json": "It looks like a PowerShell object that was not converted. Send -Body ($body | ConvertTo-Json), not -Body $body.",
  "http.look-at-json":
    "Names and texts need quotation marks, and every bracket its counterpart. In PowerShell, build the body with ConvertTo-Json.",
  "http.say-json": "Send it with the header Content-Type: application/json.",
  "http.bad-bytes": "The body holds bytes that are not valid in __charset__, so nothing was done.",
  "http.packed": "The body is packed (Content-Encoding: __packed__). Send it as it is.",
  "http.unknown-charset": "The body is said to be in the charset __charset__, which is not known here.",
  "http.send-utf8":
    "Send it in UTF-8. Windows PowerShell 5.1 does so with -ContentType 'application/json; charset=utf-8' and -Body ([Text.Encoding]::UTF8.GetBytes($json)).",

  // Messages of steps
  "message.bad-run":
    "msg.run is not what the loop sent: a node on the way changed it. Nothing was done. Leave msg.run as it is, or remove it to work by hand.",
  "message.by-hand-unknown":
    "msg.byHand is not what a step by hand sent. Pass on the message of the previous step, or remove msg.byHand to start over.",
  "message.by-hand-of-another":
    "msg.byHand belongs to __other__, not to __server__. Pass on the message of the previous step, or remove msg.byHand to start over.",
  "message.no-server": "The message belongs to no run and names no server. Name one in the node, or send its name in msg.payload.",
  "message.no-server-name": "The message names no server: the name in it has __length__ characters.",
  "message.not-answered": "This error could not be passed on with its message: __why__",
  "message.no-reason": "The node failed without giving a reason.",
  "step.on": "__member__ · __what__",
  "step.taken-back": "__member__ · taken back",
  "step.redeployed": "the node __node__ was deleted, disabled or redeployed while its step was at work.",
  "step.note-by-hand": "__step__ by hand",
  "by-hand.not-in-array": "__server__ is not in the array __array__. Its members are __members__.",
  "by-hand.in-no-array":
    "__server__ is in no array, so nothing shows whether others serve in the meantime. Add it to a server-array, or set the node to allow a server in no array.",
  "by-hand.also-in": "__server__ is also in the array __array__, where a run is at work. Nothing was done; try again when it has ended.",
  "by-hand.left-open":
    "Work by hand on __array__ was cut off (run __run__). By its journal: __members__. Look there now; the next step or run on that server ends its record. In a clone, “npm run journal -- show __file__” prints what it did.",
  "by-hand.no-connection": "__server__ is in no array, so the node needs a connection of its own to reach it.",

  // Update packages
  "package.not-usable":
    "The update-package chosen in the node's settings cannot be used: it is missing, disabled or not set up correctly. Check its settings, or choose another one.",
  "package.unknown": "There is no update-package named __name__. These exist: __names__.",
  "package.none-yet": "There is no update-package named __name__. None exists yet.",
  "package.ambiguous": "There are __packages__ update-packages named __name__, and they differ. Give each a name of its own.",
  "package.none-named": "Neither the node nor the message (msg.update) names an update-package.",
  "package.not-set-right": "The update-package __name__ is not set up correctly and cannot be used: __problems__.",

  // Arrays and connections
  "array.no-connection":
    "The array __array__ has no connection to its servers. Choose one in its settings; the chosen one may be missing or disabled.",
  "array.settings-not-right": "The settings of the array __array__ are not valid: __problems__.",
  "connection.not-right": "The settings of the connection __connection__ are not valid: __problems__.",
  "connection.winrm-needs-windows":
    "The connection __connection__ uses WinRM, but this Node-RED runs on __platform__, where PowerShell has no WinRM. Run Node-RED on Windows, or choose SSH.",
  "connection.no-user":
    "The connection __connection__ has a password but no user. Enter both, or neither for the account that runs Node-RED.",
  "connection.no-password":
    "The connection __connection__ has a user but no password. Enter both, or neither for the account that runs Node-RED.",
  "connection.no-setup-user": "The connection __connection__ has a password for setup, but no account. Enter both, or neither.",
  "connection.no-setup-password": "The connection __connection__ has an account for setup, but no password. Enter both, or neither.",
  "connection.not-closed": "The connection to __array__ did not close properly: __error__",
  "lab.fault-of-nobody": "__fault__ is set for __member__, which is not in the array.",
  "lab.truth-not-written": "The lab's record of the truth could not be written: __error__",
  "rehearsal.is-on":
    "__variable__ is set: clocks run __speed__ times as fast in this process. That is for stand-ins only; never work on real servers this way.",
  "rehearsal.not-understood":
    'The environment variable __variable__ is not valid. It must be {"speed":1 to 100000,"startsAt":ms,"wallStart":ms}.',
  "test.no-such-connection": "There is no such connection, or it is not deployed yet.",
  "test.bad-request": "The body may have an array (its id) and members (their names).",
  "test.at-work": "This connection is already being tested.",
} as const;
