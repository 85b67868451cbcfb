/** Entry of the room with an editor. */
import { startCodeRoom } from "./interviews/code_room.js";
import { startShared } from "./lib/shared.js";

startShared();
await startCodeRoom();
