import { describeCrashes } from "../../support/crash/lives";

describeCrashes(false);
