/** What of the scenario is to be changed to get the plan of a point of the frontier. */
import { type Edit, type FrontierPoint, type Planned, type Scenario } from "../../../src/index.js";
import { shareText } from "../../text/frontier.js";
import type { Change } from "../change.js";

/** Null: nothing, the plan on show is that plan. */
export function changeTo(point: FrontierPoint, { settled }: Pick<Planned, "settled">): Change | null {
  const edits = editsFor(point, settled.scenario);
  return edits.length === 0
    ? null
    : { words: `the frontier's plan at a rise of ${shareText(point.rise)}`, edits };
}

const editsFor = ({ goal, headrooms }: FrontierPoint, scenario: Pick<Scenario, "goal">): readonly Edit[] => [
  ...(goal === scenario.goal ? [] : [{ kind: "set", path: ["goal"], value: goal } as const]),
  ...headrooms.map(
    ({ service, headroom }) =>
      ({
        kind: "set",
        path: ["services", service, "headroom"],
        value: headroomText(headroom),
      }) as const,
  ),
];

/** Of what the headroom leaves to be used: a limit is never higher than the point's, and lower by no more than this share. */
const EXACT = 1e-5;

/** "43.2174%": rounded up, with as many digits as that takes. */
export function headroomText(headroom: number): string {
  const places = Math.max(0, Math.ceil(-Math.log10(EXACT * (1 - headroom))) - 2);
  const step = 10 ** places;
  return `${Number((Math.ceil(headroom * 100 * step) / step).toFixed(places))}%`;
}

/** "goal flattest", "headroom vpn 43.2174%": what enter would change. */
export const changeWords = ({ edits }: Change): string =>
  edits
    .map((edit) => {
      const { path } = edit;
      const value = edit.kind === "remove" ? "none" : String(edit.value);
      return path.length === 1
        ? `${String(path[0])} ${value}`
        : `${String(path.at(-1))} ${String(path[1])} ${value}`;
    })
    .join(", ");

/** In which ways that plan will not be quite the point's; empty: it will. Ids of services are not yet cleaned. */
export function differences(
  { headrooms }: FrontierPoint,
  { settled }: Pick<Planned, "settled">,
): readonly string[] {
  const { services, waves } = settled.scenario;
  const ids = headrooms.map(({ service }) => service);
  const shared = ids.filter((id) => services.get(id)?.perSite === true);
  const peered = ids.filter((id) => services.get(id)?.peers != null);
  return [
    ...(shared.length === 0
      ? []
      : [`All sites of ${shared.join(", ")} share one headroom: the one that needs most sets it.`]),
    ...(peered.length === 0
      ? []
      : [`Lost peers of ${peered.join(", ")} count for less under more headroom: the plan may be sooner.`]),
    ...(waves.kind === "fine"
      ? []
      : ["Points are finest plans: with few start times the plan may be a little later."]),
  ];
}
