/** Entry of the pages around one problem: practising, one submission, two compared. */
import { startShared } from "./lib/shared.js";
import { startExamClock } from "./practice/assigned.js";
import { startPractice } from "./practice/page.js";
import { startSubmission } from "./practice/submission.js";

startShared();
startExamClock();
if (document.body.classList.contains("practice")) await startPractice();
if (document.body.classList.contains("submission")) await startSubmission();
