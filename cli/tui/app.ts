/** The face: Ink shows what `drawn` draws and hands keys to the reducer; everything else happens in a few hooks. */
import { instant } from "../../src/index.js";
import type { Glyphs } from "../text/glyphs.js";
import { type Asked, Threads } from "./asking.js";
import { useKeys, useResizes } from "./at-terminal.js";
import { drawn } from "./draw.js";
import { run } from "./errands.js";
import type { Event } from "./events.js";
import { createElement, type ReactNode, useEffect, useReducer, useRef, useState } from "./ink.js";
import type { Place } from "./in-terminal.js";
import { Lines } from "./played.js";
import { reduce } from "./reduce.js";
import { screenNamed } from "./screens/screens.js";
import { type Exit, type Opening, opening, type State } from "./state.js";

export type AppProps = Place<Exit> & {
  readonly opened: Opening;
  readonly asked: Asked;
  readonly glyphs: Glyphs;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The time on show does not move: somebody said what time it is. */
  readonly isStill: boolean;
};

type Dispatch = (event: Event) => void;

export function App(props: AppProps): ReactNode {
  const { opened, glyphs, clock, end } = props;
  const [state, dispatch] = useReducer(reduce, opened, opening);
  useKeys(props.occupied, (key) => dispatch({ kind: "key", key }));
  useThreads(state, dispatch, props);
  useErrands(state, dispatch, props);
  const { stdout } = props.terminal;
  useResizes(props.terminal, props.occupied, () =>
    dispatch({ kind: "resized", size: { columns: stdout.columns, rows: stdout.rows } }),
  );
  useTime(dispatch, props);
  usePlaying(state, dispatch);
  useStopwatch(state);
  useEffect(() => {
    if (state.exit !== null) end(state.exit);
  }, [state.exit]);
  return createElement(Lines, drawn(state, glyphs, clock()));
}

function useThreads(state: State, dispatch: Dispatch, { asked, clock }: AppProps): void {
  const threads = useRef<Threads | null>(null);
  threads.current ??= new Threads(asked, clock, dispatch);
  useEffect(() => threads.current?.follow(state));
  useEffect(() => () => threads.current?.stop(), []);
}

function useErrands({ errands }: State, dispatch: Dispatch, { asked: { file } }: AppProps): void {
  const [errand] = errands;
  useEffect(() => {
    if (errand === undefined) return;
    run(errand, file).then(dispatch, (error: unknown) => dispatch({ kind: "broke", error }));
  }, [errand]);
}

const MINUTE = 60_000;

function useTime(dispatch: Dispatch, { clock, isStill }: AppProps): void {
  useEffect(() => {
    if (isStill) return;
    const timer = setInterval(() => dispatch({ kind: "clock", now: instant(clock()) }), MINUTE / 2);
    return () => clearInterval(timer);
  }, []);
}

/** Milliseconds between two pictures of something that plays. */
const FRAME = 100;

function usePlaying({ screen, views, dialog }: State, dispatch: Dispatch): void {
  const plays = dialog === null && (screenNamed(screen).plays?.(views[screen]) ?? false);
  useEffect(() => {
    if (!plays) return;
    const timer = setInterval(() => dispatch({ kind: "key", key: { name: "tick", text: "" } }), FRAME);
    return () => clearInterval(timer);
  }, [plays]);
}

/** While something is planned its time ticks, even where nothing new is told. */
function useStopwatch({ solving }: State): void {
  const [, draw] = useState(0);
  const isSolving = solving !== null;
  useEffect(() => {
    if (!isSolving) return;
    const timer = setInterval(() => draw((count) => count + 1), FRAME);
    return () => clearInterval(timer);
  }, [isSolving]);
}
