/** Entry of a round's page for two. */
import { startTogether } from "./interviews/together.js";
import { startShared } from "./lib/shared.js";
import { startRoom } from "./live/page.js";

startShared();
startTogether(await startRoom());
