/** A question asked while somebody may watch, and may have enough of it. */
import { interruptible } from "../interruption.js";
import { ProgressLine } from "../progress.js";
import type { World } from "../world.js";
import { type AnswerOn, ask, type QuestionOn, type Topic } from "./solving.js";

/** Shows progress until the answer comes. Interrupted, the process ends at once and leaves nothing behind. */
export async function watched<T extends Topic>(
  world: World,
  topic: T,
  question: Omit<QuestionOn<T>, "now">,
): Promise<AnswerOn<T>> {
  const line = new ProgressLine(world, { stage: "reading", detail: question.file });
  const asked = { ...question, now: world.now() } as QuestionOn<T>;
  const watch = line.show.bind(line);
  try {
    return await interruptible(
      (signal) => ask(topic, asked, { watch, signal }),
      () => line.clear(),
    );
  } finally {
    line.clear();
  }
}
