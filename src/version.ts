declare const __HEADTAIL_VERSION__: string;

/** Version of Headtail, set by the build. */
export const VERSION = __HEADTAIL_VERSION__;
