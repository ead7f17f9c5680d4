/** Everything that is asked, in order. To add a topic: write its questions, add it here, and to the draft what it brings. */
import { columnQuestions } from "./column-questions.js";
import { inventoryQuestions, outQuestions } from "./file-questions.js";
import type { Interview, Question } from "./question.js";
import { profileQuestions } from "./profile-questions.js";
import { backgroundQuestions, capacityQuestions, serviceQuestions } from "./service-questions.js";
import { calendarQuestions, deadlineQuestions, windowQuestions } from "./time-questions.js";
import { zoneQuestions } from "./zone-questions.js";

/** The questions that what is known so far raises: none, one, or one for each thing found. */
export type Topic = (interview: Interview) => readonly Question[];

export const topics: readonly Topic[] = [
  outQuestions,
  inventoryQuestions,
  columnQuestions,
  zoneQuestions,
  profileQuestions,
  serviceQuestions,
  capacityQuestions,
  backgroundQuestions,
  windowQuestions,
  deadlineQuestions,
  calendarQuestions,
];
