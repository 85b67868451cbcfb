/** Entry of every page but the practice pages. */
import { startCatalogue } from "./catalogue.js";
import { startShared } from "./lib/shared.js";
import { startReadiness } from "./readiness.js";

startShared();
if (document.body.classList.contains("catalogue")) startCatalogue();
if (document.body.classList.contains("checking")) startReadiness();
