// What every desk page does besides showing itself.

import { workCopyButtons } from "./copy.js";
import { workDialogs } from "./dialog.js";
import { followSwaps } from "./focus.js";
import { workQuantities } from "./quantity.js";
import { guardSubmits } from "./submit-guard.js";

followSwaps();
guardSubmits();
workDialogs();
workCopyButtons();
workQuantities();
