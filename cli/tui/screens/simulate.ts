/** Simulate: what would happen, minute by minute, with the plan and without. */
import type { SimulationAnswer } from "../../simulation.js";
import { byTrouble } from "../../text/simulation.js";
import { eventAfter, eventsOf, stormStart } from "../charts/storm-events.js";
import { mostZoom } from "../charts/span.js";
import { stormPicture } from "../charts/storm-picture.js";
import { waitingPicture } from "../charts/storm-waiting.js";
import { type Scene, simulationOf } from "../scene.js";
import { type Binding, type Screen, stays, type Turn } from "../screen.js";

export type SimulateView = {
  readonly playing: boolean;
  /** Place in `speeds`. */
  readonly speed: number;
  /** Since the grid's start; null: a while before the first trouble. */
  readonly minute: number | null;
  /** Id; null: the one with most trouble. */
  readonly service: string | null;
  /** How often the horizon is halved under the play head. */
  readonly zoom: number;
};

/** Minutes of the storm a tick, of which there are ten a second. */
export const speeds = [1, 5, 15, 60, 360] as const;

/** Minutes on show at least. */
const LEAST_MINUTES = 180;

/** Whether the shell has to send ticks. */
export const isPlaying = ({ playing }: SimulateView): boolean => playing;

export const simulateScreen: Screen<SimulateView> = {
  title: "Simulate",
  about: "what would happen, minute by minute, with the plan and without",
  start: { playing: false, speed: 2, minute: null, service: null, zoom: 0 },
  wishes: (_view, { rival }) => [{ topic: "simulation", rival }],
  plays: isPlaying,
  keys: keys(),
  capture: (view, key, scene) => (key.name === "tick" ? ticked(view, scene) : null),
  draw(view, scene, frame) {
    const answer = answerOf(scene);
    if (answer === null) return waitingPicture(scene, frame);
    const minute = minuteOf(view, answer);
    const { slots } = answer.told.simulation.grid;
    const zoom = Math.min(view.zoom, mostZoom(slots, LEAST_MINUTES));
    const speed = speeds[view.speed] ?? speeds[0];
    const service = chosenService(view, answer);
    return stormPicture(answer, { minute, zoom, service, playing: view.playing, speed }, scene, frame);
  },
};

function keys(): readonly Binding<SimulateView>[] {
  return [
    { keys: ["space"], label: "play", about: "plays the storm, or holds it", act: toggled },
    {
      keys: ["left"],
      label: "minute",
      about: "a minute back",
      act: (view, scene) => stepped(view, scene, -1),
    },
    { keys: ["right"], label: "", about: "a minute on", act: (view, scene) => stepped(view, scene, 1) },
    {
      keys: ["shift+left", "pageup"],
      label: "hour",
      about: "an hour back",
      act: (view, scene) => stepped(view, scene, -60),
    },
    {
      keys: ["shift+right", "pagedown"],
      label: "",
      about: "an hour on",
      act: (view, scene) => stepped(view, scene, 60),
    },
    { keys: ["<", ","], label: "speed", about: "slower", act: (view) => sped(view, -1) },
    { keys: [">", "."], label: "", about: "faster", act: (view) => sped(view, 1) },
    {
      keys: ["j"],
      label: "next event",
      about: "to the next event; after the last to the first",
      act: jumped,
    },
    {
      keys: ["[", "up"],
      label: "service",
      about: "the service before",
      act: (view, scene) => otherService(view, scene, -1),
    },
    {
      keys: ["]", "down"],
      label: "",
      about: "the next service",
      act: (view, scene) => otherService(view, scene, 1),
    },
    {
      keys: ["+", "="],
      label: "zoom",
      about: "half of the time, in the middle the play head",
      act: (view, scene) => zoomed(view, scene, 1),
    },
    { keys: ["-"], label: "", about: "twice the time", act: (view, scene) => zoomed(view, scene, -1) },
    {
      keys: ["home"],
      label: "",
      about: "to the start",
      act: (view, scene) => stepped(view, scene, -Infinity),
    },
    { keys: ["end"], label: "", about: "to the end", act: (view, scene) => stepped(view, scene, Infinity) },
  ];
}

function answerOf(scene: Scene): SimulationAnswer | null {
  const fact = simulationOf(scene, scene.rival);
  return fact.state === "known" ? fact.value : null;
}

const lastMinute = ({ told }: SimulationAnswer): number => told.simulation.grid.slots - 1;

/** Within the simulation, whichever one it was played in. */
const minuteOf = ({ minute }: SimulateView, answer: SimulationAnswer): number =>
  Math.max(0, Math.min(lastMinute(answer), minute ?? stormStart(answer)));

/** With most trouble: when nobody plans rather than with the plan. */
function chosenService({ service }: SimulateView, { told, against }: SimulationAnswer): string {
  const { services } = told.simulation;
  const [worst] = byTrouble((against ?? told).simulation.services);
  return services.find(({ id }) => id === service)?.id ?? worst?.id ?? "";
}

function stepped(view: SimulateView, scene: Scene, by: number): Turn<SimulateView> {
  const answer = answerOf(scene);
  if (answer === null) return stays(view);
  const minute = Math.max(0, Math.min(lastMinute(answer), minuteOf(view, answer) + by));
  return stays({ ...view, minute });
}

/** At the end it holds; while there is no simulation it waits for one. */
function ticked(view: SimulateView, scene: Scene): Turn<SimulateView> {
  const answer = answerOf(scene);
  if (answer === null || !view.playing) return stays(view);
  const next = stepped(view, scene, speeds[view.speed] ?? speeds[0]).view;
  return stays(next.minute === lastMinute(answer) ? { ...next, playing: false } : next);
}

/** Played again from the start once it is at its end. */
function toggled(view: SimulateView, scene: Scene): Turn<SimulateView> {
  const answer = answerOf(scene);
  if (answer === null) return stays({ ...view, playing: false });
  const minute = minuteOf(view, answer);
  return stays({
    ...view,
    playing: !view.playing,
    minute: !view.playing && minute === lastMinute(answer) ? 0 : minute,
  });
}

const sped = (view: SimulateView, by: 1 | -1): Turn<SimulateView> =>
  stays({ ...view, speed: Math.max(0, Math.min(speeds.length - 1, view.speed + by)) });

function jumped(view: SimulateView, scene: Scene): Turn<SimulateView> {
  const answer = answerOf(scene);
  if (answer === null) return stays(view);
  const events = eventsOf(answer, scene.planned.plan);
  const next = eventAfter(events, minuteOf(view, answer)) ?? events[0] ?? null;
  return stays(next === null ? view : { ...view, minute: next.minute });
}

function otherService(view: SimulateView, scene: Scene, by: 1 | -1): Turn<SimulateView> {
  const answer = answerOf(scene);
  if (answer === null) return stays(view);
  const ids = answer.told.simulation.services.map(({ id }) => id);
  const at = ids.indexOf(chosenService(view, answer));
  return stays({ ...view, service: ids[(at + by + ids.length) % ids.length] ?? null });
}

function zoomed(view: SimulateView, scene: Scene, by: 1 | -1): Turn<SimulateView> {
  const answer = answerOf(scene);
  const most = answer === null ? 0 : mostZoom(answer.told.simulation.grid.slots, LEAST_MINUTES);
  return stays({ ...view, zoom: Math.max(0, Math.min(most, view.zoom + by)) });
}
