/** Random habits of devices that restart early by themselves, laid over a scenario. */

const presets = [
  "windows-2007",
  "windows-wsus",
  "windows-mecm",
  "windows-11-intune",
  "windows-autopatch",
  "windows-server",
  "linux-unattended",
];

/**
 * @param roll dice: whole(least, most), pick(options), chance(share)
 * @param share of the scenarios that have some
 */
export function withEarly(scenario, roll, share) {
  if (!roll.chance(share)) return scenario;
  const habits = () => {
    const preset = roll.pick(presets);
    return roll.pick([
      preset,
      { extends: preset, defer: `${roll.whole(0, 30)}h` },
      { extends: preset, deadline: { after: "20h", grace: "4h", counts: roll.pick(["offer", "discovery"]) } },
      { extends: preset, activeHours: roll.pick(["none", "08:00-17:00", "22:00-06:00"]) },
    ]);
  };
  const profiles = Object.entries(scenario.profiles).map(([name, profile]) => [
    name,
    roll.chance(0.7)
      ? { ...profile, early: roll.pick(["2%", "10%", "45%", "100%"]), unmanaged: habits() }
      : profile,
  ]);
  return { ...scenario, profiles: Object.fromEntries(profiles) };
}
