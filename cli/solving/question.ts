/** What every question to the thread says. */
import type { MessagePort } from "node:worker_threads";
import type { Given } from "../commands/command.js";

/** The same for all; files are read by the thread. */
export type Question = {
  readonly file: string;
  /** The scenario as it is being changed; what the file holds unless given. */
  readonly text?: string | undefined;
  /** Of the command line. */
  readonly options: Given;
  /** The clock, in milliseconds since 1970. */
  readonly now: number;
  /** False: something is wrong already. Nothing is solved then, only what else is wrong is told. */
  readonly isSound: boolean;
};

/** A question as it crosses, with the port that progress goes to. */
export type Asking<Q extends Question = Question> = { readonly question: Q; readonly port: MessagePort };
