/** init as a machine: where it starts, what keys do, what it looks like. Whoever runs it does what its steps ask of the world. */
import { drawInit } from "./draw.js";
import { initView, pressInit } from "./view.js";

export const initMachine = { start: initView, press: pressInit, draw: drawInit } as const;
