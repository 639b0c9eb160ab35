/** npm's `prepare` hook: keeps the link from `node_modules` to the checkout after every `npm install` and `npm ci`. */
import { linkSelf } from "./lib/self-link.mjs";

linkSelf();
