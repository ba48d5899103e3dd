// What sign-in and the customer's pages do besides showing themselves.

import { guardSubmits } from "./submit-guard.js";

guardSubmits();
