/** Entry of the interviews' pages but the room with an editor: rounds in words, the report, the replay. */
import { startShared } from "./lib/shared.js";
import { startBefore } from "./interviews/inviting.js";
import { startPeers } from "./interviews/peers.js";
import { startReplay } from "./interviews/replay.js";
import { startReport } from "./interviews/report.js";
import { startTextRoom } from "./interviews/text_room.js";

startShared();
const is = (name) => document.body.classList.contains(name);
if (is("peers")) startPeers();
if (is("before")) startBefore();
if (is("room-text")) await startTextRoom();
if (is("report")) startReport();
if (is("replaying")) await startReplay();
