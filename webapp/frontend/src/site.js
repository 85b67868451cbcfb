/** Entry of every page but the practice pages. */
import { startCatalogue } from "./catalogue.js";
import { startShared } from "./lib/shared.js";

startShared();
if (document.body.classList.contains("catalogue")) startCatalogue();
