/** Entry of a room's page. */
import { startShared } from "./lib/shared.js";
import { startRoom } from "./live/page.js";

startShared();
if (document.body.classList.contains("room")) await startRoom();
