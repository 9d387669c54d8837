import { choice, minutes, stepNode, text } from "../shared/fields";

const begins = { action: ["begin"] };

export const fields = {
  action: choice(["begin", "end"], { icon: "bell-slash-o" }),
  // SCOM refuses less than 5 minutes, and upkeep looks at the window every 5: a shorter one would run out between two looks.
  minutes: minutes({ from: 10, to: 2_880, initially: 240, icon: "hourglass-half", when: begins }),
  keepMinutes: minutes({ from: 10, to: 1_440, initially: 30, icon: "repeat", when: begins }),
  effectWithinMinutes: minutes({ from: 1, to: 120, initially: 10, icon: "clock-o", when: begins }),
  reason: choice(
    [
      "PlannedApplicationMaintenance",
      "UnplannedApplicationMaintenance",
      "ApplicationInstallation",
      "ApplicationUnresponsive",
      "ApplicationUnstable",
      "PlannedOperatingSystemReconfiguration",
      "UnplannedOperatingSystemReconfiguration",
      "PlannedHardwareMaintenance",
      "UnplannedHardwareMaintenance",
      "PlannedHardwareInstallation",
      "UnplannedHardwareInstallation",
      "SecurityIssue",
      "LossOfNetworkConnectivity",
      "PlannedOther",
      "UnplannedOther",
    ],
    { icon: "question-circle-o", when: begins },
  ),
  comment: text({ initially: "Rolling update", longest: 250, icon: "comment-o", when: begins }),
};

export const definition = stepNode(fields, {
  about: "safety",
  label: (node) => ({ key: `short.${node.text("action")}`, values: { minutes: node.text("minutes") } }),
});
