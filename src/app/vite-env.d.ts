/** Version of this package, set by the build. */
declare const __HEADTAIL_VERSION__: string;
