import { Component, type ReactNode, Suspense } from "react";

interface LoadedProps {
  /** What is loaded, as it is called in a sentence: “the panel”. */
  readonly name: string;
  /** What stands in its place meanwhile. */
  readonly fallback?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the page whose code is loaded when it is needed: where it fails, the rest stays. */
export class Loaded extends Component<LoadedProps, { readonly failure: Error | null }> {
  override state = { failure: null as Error | null };

  static getDerivedStateFromError(failure: Error) {
    return { failure };
  }

  override render() {
    const { name, fallback = null, children } = this.props;
    const { failure } = this.state;
    if (failure === null) return <Suspense fallback={fallback}>{children}</Suspense>;
    return (
      <p role="alert">
        Headtail could not show {name}: {failure.message}. Your data is still here. Export what you
        need, then reload the page.
      </p>
    );
  }
}
