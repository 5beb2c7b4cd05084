import { rememberedChoice } from "../session/remembered.ts";

/**
 * Whether keys without Ctrl or Cmd do something. People who speak to their machine, or type by
 * accident, need a way to turn them off (WCAG 2.1.4).
 */
export const singleKeys = rememberedChoice("headtail-single-keys", ["on", "off"]);
