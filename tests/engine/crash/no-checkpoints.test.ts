import { describeCrashes } from "../../support/crash/lives";

describeCrashes(true);
