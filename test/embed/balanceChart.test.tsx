// @vitest-environment jsdom
import { cleanup, render, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { BalanceChart, type BalanceChartProps } from "../../src/embed/BalanceChart.tsx";
import { CAPTIONS, ENTRIES } from "../app/fakeEngine.ts";
import "../app/page.tsx";

afterEach(cleanup);

async function open(props: Partial<BalanceChartProps> = {}) {
  const onThreshold = vi.fn();
  const all = { captions: CAPTIONS, metadata: ENTRIES, onThreshold, ...props };
  const { container, rerender } = render(<BalanceChart {...all} />);
  const root = container.firstElementChild?.shadowRoot as unknown as HTMLElement;
  const chart = within(root);
  const slider = await chart.findByRole("slider", { name: "Threshold t" });
  await waitFor(() => expect(onThreshold).toHaveBeenCalled());
  return {
    chart,
    slider,
    onThreshold,
    host: container.firstElementChild,
    user: userEvent.setup(),
    again: (changed: Partial<BalanceChartProps>) =>
      rerender(<BalanceChart {...all} {...changed} />),
  };
}

describe("the chart in another page", () => {
  it("begins at the tail share of 6%, in a root of its own with its own rules", async () => {
    const { chart, onThreshold, host } = await open();
    const [{ t, p, captionsKept }] = onThreshold.mock.lastCall as [Record<string, number>];
    expect(p).toBe(0.06);
    expect(chart.getByText(`t = ${t}`, { selector: "span" })).toBeDefined();
    expect(chart.getByText(String(captionsKept))).toBeDefined();
    expect(host?.shadowRoot?.querySelector("style")).not.toBeNull();
    expect(host?.children).toHaveLength(0);
  });

  it("tells of every move of t, and says it", async () => {
    const { chart, slider, onThreshold, user } = await open({ threshold: 5 });
    expect(onThreshold).toHaveBeenLastCalledWith(expect.objectContaining({ t: 5 }));
    slider.focus();
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(onThreshold).toHaveBeenCalledTimes(3);
    expect(onThreshold).toHaveBeenLastCalledWith(expect.objectContaining({ t: 7 }));
    expect(chart.getByText("t = 7", { selector: "span" })).toBeDefined();
    await user.keyboard("{End}");
    const matched = onThreshold.mock.lastCall?.[0];
    expect(matched.captionsKept).toBe(CAPTIONS.filter((text) => /\S/.test(text)).length - 2);
  });

  it("shows the view that is asked for, and others on a click", async () => {
    const { chart, user } = await open({ view: "bands" });
    expect(chart.getByRole("tab", { selected: true }).textContent).toBe("Bands");
    await user.click(chart.getByRole("tab", { name: "Cumulative" }));
    expect(chart.getByRole("img", { name: /added up from tail to head/ })).toBeDefined();
  });

  it("begins anew with other captions, and has the theme that is asked for", async () => {
    const { chart, again, onThreshold, host } = await open({ threshold: 5, theme: "dark" });
    expect(host?.getAttribute("data-theme")).toBe("dark");
    again({ captions: ["a dog", "a dog", "dog"], threshold: 2 });
    await waitFor(() =>
      expect(onThreshold).toHaveBeenLastCalledWith(expect.objectContaining({ t: 2 })),
    );
    expect(chart.getByText(/of 3 captions stay/)).toBeDefined();
  });

  it("stays as it is in a page that writes its props anew whenever t moves", async () => {
    const seen: number[] = [];
    function Page() {
      const [t, setT] = useState(0);
      if (t !== 0) seen.push(t);
      return (
        <BalanceChart
          captions={["a dog", "a dog", "a cat", "dog"]}
          metadata={["a", "dog", "cat"]}
          threshold={2}
          onThreshold={(figures) => setT(figures.t)}
        />
      );
    }
    const { container } = render(<Page />);
    const root = container.firstElementChild?.shadowRoot as unknown as HTMLElement;
    const slider = await within(root).findByRole("slider", { name: "Threshold t" });
    await waitFor(() => expect(seen).toEqual([2]));
    slider.focus();
    await userEvent.keyboard("{ArrowRight}");
    await waitFor(() => expect(seen.at(-1)).toBe(3));
    expect(within(root).getByText("t = 3", { selector: "span" })).toBeDefined();
  });
});
