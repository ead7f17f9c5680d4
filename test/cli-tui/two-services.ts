/** Keys pressed on a screen; and a small scenario with two services, one of whose capacity nobody knows. */
import type { Scene } from "../../cli/tui/scene.js";
import type { Room, Screen } from "../../cli/tui/screen.js";

export const twoServices = {
  version: 1,
  timezone: "Europe/Berlin",
  release: { calendar: "microsoft", on: "2026-08" },
  fleet: [{ site: "Berlin", profile: "windows-office", timezone: "Europe/Berlin", devices: 600 }],
  window: "Mon-Fri 21:00-05:00",
  services: {
    login: { capacity: "10/min", headroom: "20%", background: { peak: "4/min", shape: "office-day" } },
    vpn: { capacity: "unknown" },
  },
};

/** The view after these keys; a key that the screen does not know changes nothing. */
export function pressed<View>(
  screen: Screen<View>,
  keys: readonly string[],
  scene: Scene,
  room: Room,
  from = screen.start,
): View {
  return keys.reduce((view, name) => {
    const captured = screen.capture?.(view, { name, text: "" }, scene, room) ?? null;
    if (captured !== null) return captured.view;
    return screen.keys.find(({ keys: of }) => of.includes(name))?.act(view, scene, room).view ?? view;
  }, from);
}
