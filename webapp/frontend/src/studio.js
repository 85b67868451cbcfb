/** Entry of the studio. */
import { startShared } from "./lib/shared.js";
import { startStudio } from "./studio/page.js";

startShared();
if (document.body.classList.contains("studio-page")) await startStudio();
